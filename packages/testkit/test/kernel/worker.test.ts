import { type CoreTypes, CrmError, createCrm, definePlugin, type PluginTypes, type StorageAdapter } from '@guanxi/core'
import { everywhere } from '@guanxi/core/storage'
import { sqlite } from '@guanxi/sqlite'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, type MakeStorage, onBoth } from '../both.ts'
import { rowsOf } from '../rows-of.ts'

type Definition = Parameters<typeof definePlugin<PluginTypes, CoreTypes>>[0]
type Parts = Pick<Definition, 'consumers' | 'couriers'>

async function made(make: MakeStorage, parts: Parts) {
  const storage = await make()
  const plugin = definePlugin<PluginTypes, CoreTypes>({ id: 'listener', version: '1.0.0', ...parts })
  const { crm, clock } = await testCrm({ storage, plugins: [plugin] })
  return { storage, crm, clock, me: crm.as({ user: 'u', roles: ['admin'] }) }
}

const jobsIn = async (storage: StorageAdapter) =>
  (await rowsOf(storage, 'backgroundJob', everywhere))
    .filter(({ owner }) => owner === 'listener')
    .map(({ state, attempt, leasedUntil, error }) => ({ state, attempt, leasedUntil, error }))
const waiting = { state: 'ready', attempt: 0, leasedUntil: null, error: null }

function signal() {
  let resolve: () => void = () => undefined
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

/** Something that a handler does until the test lets it go on, and when it has begun. */
function gate() {
  const begun = signal()
  const open = signal()
  let passed = 0
  return {
    begun: begun.promise,
    open: () => open.resolve(),
    count: () => passed,
    async pass() {
      passed++
      begun.resolve()
      await open.promise
    },
  }
}
const forever = () => new Promise<never>(() => undefined)

onBoth((make) => {
  test('a worker begins at last where the database is busy at first, and not where it can never begin', async () => {
    const told = gate()
    const { storage, crm, me } = await made(make, { couriers: { 'company.created': told.pass } })
    await me.companies.create({ name: 'x' })
    const begin = storage.begin.bind(storage)
    const refusals = ['STORAGE_BUSY', 'STORAGE_BUSY']
    storage.begin = async (options) => {
      const code = refusals.shift()
      if (code !== undefined) throw new CrmError(code)
      return begin(options)
    }
    const stop = new AbortController()
    const working = crm.work({ signal: stop.signal, poll: 1 })
    await told.begun
    expect(refusals).toEqual([])
    told.open()
    stop.abort()
    await working
    await crm.close()
    expect(await codeOf(() => createCrm({ storage: sqlite(':memory:') }).work())).toBe('MIGRATION_REQUIRED')
  })

  test('aborted, a worker ends what it is at, gives the rest of the lane back and takes nothing new', async () => {
    const gates = gate()
    const { storage, crm, me } = await made(make, {
      couriers: { 'company.updated': gates.pass },
    })
    const { id } = await me.companies.create({ name: 'x' })
    // Of the same record: they are taken together, and done one after another.
    for (const city of ['Berlin', 'Rome', 'Paris']) await me.companies.update(id, { city })
    const stop = new AbortController()
    const working = crm.work({ signal: stop.signal })
    await gates.begun
    stop.abort()
    const other = await me.companies.create({ name: 'later' })
    await me.companies.update(other.id, { city: 'Berlin' })
    gates.open()
    await working
    expect(gates.count()).toBe(1)
    expect(await jobsIn(storage)).toEqual([waiting, waiting, waiting])
    // Another one finds them free, at once.
    expect(await crm.tick()).toMatchObject({ done: 3, again: 0, dead: 0, stale: 0 })
  })

  test('a worker that is aborted before it begins takes nothing', async () => {
    const gates = gate()
    const { storage, crm, me } = await made(make, { couriers: { 'company.created': gates.pass } })
    await me.companies.create({ name: 'x' })
    const stop = new AbortController()
    stop.abort()
    await crm.work({ signal: stop.signal })
    expect([gates.count(), await jobsIn(storage)]).toEqual([0, [waiting]])
  })

  test('close waits for what is at work, ends the workers, and is nothing the second time', async () => {
    const gates = gate()
    const { crm, me } = await made(make, { couriers: { 'company.created': gates.pass } })
    await me.companies.create({ name: 'x' })
    const working = crm.work()
    await gates.begun
    const closing = [crm.close(), crm.close()]
    gates.open()
    await Promise.all([...closing, working])
    await crm.close()
    expect([await codeOf(() => crm.work()), await codeOf(() => crm.tick())]).toEqual(['CLOSED', 'CLOSED'])
  })

  test('close waits five seconds for who hangs, and no longer', async () => {
    const gates = gate()
    const { crm, clock, me } = await made(make, { couriers: { 'company.created': gates.pass } })
    await me.companies.create({ name: 'x' })
    void crm.work()
    await gates.begun
    const closing = crm.close()
    await clock.advance('PT5S')
    await closing
    expect(await codeOf(() => me.companies.count())).toBe('CLOSED')
  })

  test('a courier that hangs has half a minute, is tried again later, and writes nothing any more', async () => {
    const late = signal()
    const told: string[] = []
    const gates = gate()
    const { storage, crm, clock, me } = await made(make, {
      couriers: {
        async 'company.created'({ id }, { crm: own }) {
          told.push(id)
          if (told.length > 1) return
          await gates.pass()
          await own.companies.create({ name: 'too late' }).catch(({ code }) => told.push(code))
          late.resolve()
        },
      },
    })
    await me.companies.create({ name: 'x' })
    const ticking = crm.tick()
    await gates.begun
    await clock.advance('PT30S')
    expect(await ticking).toMatchObject({ done: 0, again: 1 })
    const error = expect.objectContaining({ code: 'TIMEOUT' })
    expect(await jobsIn(storage)).toEqual([{ ...waiting, attempt: 1, error }])
    gates.open()
    await late.promise
    expect([told.length, told[1], await me.companies.count()]).toEqual([2, 'STALE_LEASE', 1])
    await clock.advance('PT1H')
    expect(await crm.tick()).toMatchObject({ again: 0, dead: 0 })
    expect(told[2]).toBe(told[0])
  })

  test('a courier that says that it is at work is waited for, and its lease lasts', async () => {
    const steps = [gate(), gate()]
    const { crm, clock, me } = await made(make, {
      couriers: {
        async 'company.created'(_, { extend }) {
          for (const step of steps) {
            await step.pass()
            await extend()
          }
        },
      },
    })
    await me.companies.create({ name: 'x' })
    const ticking = crm.tick()
    for (const step of steps) {
      await step.begun
      await clock.advance('PT20S')
      step.open()
    }
    expect(await ticking).toMatchObject({ done: 1, again: 0, stale: 0 })
  })

  test('a consumer that hangs is undone after half a minute, and holds nobody up', async () => {
    const gates = gate()
    const { storage, crm, clock, me } = await made(make, {
      consumers: {
        async 'company.created'(_, { crm: own }) {
          await own.tasks.create({ title: 'half done' })
          await gates.pass()
          await forever()
        },
      },
    })
    await me.companies.create({ name: 'x' })
    const ticking = crm.tick()
    await gates.begun
    gates.open()
    await clock.advance('PT30S')
    expect(await ticking).toMatchObject({ done: 0, again: 1 })
    expect(await jobsIn(storage)).toMatchObject([{ state: 'ready', error: { code: 'TIMEOUT' } }])
    await me.companies.create({ name: 'y' })
    expect([await me.tasks.count(), await me.companies.count()]).toEqual([0, 2])
  })
})
