import { expect, test } from 'vitest'
import { Mutex } from '../src/mutex.ts'

test('lets one through at a time, in order, and forgets those who gave up', async () => {
  const mutex = new Mutex()
  const order: number[] = []
  expect(mutex.tryAcquire()).toBe(true)
  expect(mutex.tryAcquire()).toBe(false)
  const abort = new AbortController()
  const waiting = [1, 2, 3].map(async (n) => {
    await mutex.acquire(n === 2 ? abort.signal : undefined)
    order.push(n)
    mutex.release()
  })
  abort.abort('enough')
  await expect(waiting[1]).rejects.toMatchObject({ code: 'ABORTED', cause: 'enough' })
  mutex.release()
  await Promise.all([waiting[0], waiting[2]])
  expect(order).toEqual([1, 3])
  expect(mutex.tryAcquire()).toBe(true)
  await expect(mutex.acquire(abort.signal)).rejects.toMatchObject({ code: 'ABORTED' })
})
