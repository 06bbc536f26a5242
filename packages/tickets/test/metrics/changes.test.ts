import { expect, test } from 'vitest'
import { onBoth } from '../both.ts'
import { desk } from './desk.ts'

onBoth((make) => {
  test('a promise comes to its end once: what was late on Monday is not kept on Tuesday', async () => {
    const { a, admin, opened, go } = await desk(await make(), '2026-06-01T08:00:00Z')
    await admin.slaPolicies.create({ name: 'p', clock: 'calendar', targets: { normal: { resolution: 'PT1H' } } })
    const id = await opened()
    await go('2026-06-02T08:00:00Z')
    await a.tickets.solve(id, {})
    const on = async (day: number) =>
      (await admin.metrics.sla({ from: `2026-06-0${day}T00:00:00Z`, to: `2026-06-0${day + 1}T00:00:00Z` })).metrics
    expect(await on(1)).toMatchObject([{ n: 1, kept: 0, breached: 1 }])
    expect(await on(2)).toEqual([])
  })

  test('who gets a ticket with the change that solves it has solved it', async () => {
    const { admin, opened } = await desk(await make(), '2026-06-01T08:00:00Z')
    const { resolvedBy } = await admin.tickets.move(await opened(), { to: 'solved', set: { ownerId: 'u_b' } })
    expect(resolvedBy).toBe('u_b')
  })
})
