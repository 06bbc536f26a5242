import {
  type Clock,
  type CoreTypes,
  CrmError,
  core,
  definePlugin,
  type Fact,
  type JobQueue,
  type PluginTypes,
  type StorageAdapter,
  tableQueue,
} from '@guanxi/core'
import { buildSchema, entityOf, everywhere } from '@guanxi/core/storage'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, type MakeStorage, onBoth } from '../both.ts'
import { rowsOf } from '../rows-of.ts'

interface Told extends PluginTypes {
  operations: {}
  events: { 'deal.praised': { readonly by: string } }
}
type Consumers = NonNullable<Parameters<typeof definePlugin<Told, CoreTypes>>[0]['consumers']>
type Couriers = NonNullable<Parameters<typeof definePlugin<Told, CoreTypes>>[0]['couriers']>
const listener = (consumers: Consumers, couriers: Couriers) =>
  definePlugin<Told, CoreTypes>({ id: 'listener', version: '1.0.0', facts: ['deal.praised'], consumers, couriers })

async function made(make: MakeStorage, consumers: Consumers, couriers: Couriers = {}) {
  const storage = await make()
  const { crm, clock } = await testCrm({ storage, plugins: [listener(consumers, couriers)] })
  const me = crm.as({ user: 'u', roles: ['admin'] })
  const { id: companyId } = await me.companies.create({ name: 'Acme' })
  return { storage, crm, clock, me, companyId }
}

/** The plugin's own: the core has a schedule, too. */
const jobsIn = async (storage: StorageAdapter) =>
  (await rowsOf(storage, 'backgroundJob', everywhere)).filter(({ owner }) => owner === 'listener')

const schema = buildSchema({ entities: core['~definition'].entities.map((entity) => ({ owner: 'core', entity })) })

/** A worker's view of the queue, beside the instance's. */
function queueOn(storage: StorageAdapter, clock: Clock): JobQueue {
  const queue = tableQueue()
  queue.open({ storage, schema, clock })
  return queue
}

/** Somebody else takes a job that is at work. */
async function taken(storage: StorageAdapter, id: string): Promise<void> {
  const tx = await storage.begin()
  const rows = [{ match: { id }, set: { state: 'active' }, add: { fence: 1 } }]
  await tx.commit([{ type: 'update', entity: entityOf(schema, 'backgroundJob'), tenant: everywhere, rows }])
}

/** Throws the first times, as somebody does who is not there for a while. */
const failing = (times: number) => {
  let left = times
  return () => {
    if (left-- > 0) throw new CrmError('STORAGE_UNAVAILABLE')
  }
}

onBoth((make) => {
  test('a consumer is told after the commit, once, and what it writes is caused by the fact', async () => {
    const told: Fact[] = []
    const { storage, crm, clock, me, companyId } = await made(make, {
      'deal.created': async (fact, { crm: system }) => {
        told.push(fact)
        await system.tasks.create({ title: `Call about ${fact.data.title}`, dealId: fact.recordId })
      },
    })
    const deal = await me.deals.create({ title: 'Lathe', companyId })
    expect(told).toEqual([])
    expect(await crm.tick()).toMatchObject({ done: 1, again: 0, dead: 0 })
    expect(told).toMatchObject([
      { type: 'deal.created', recordId: deal.id, actor: 'u', depth: 0, data: { title: 'Lathe' } },
    ])
    // Nobody has it any more, when its lease would be over either.
    await clock.advance('PT1M')
    expect(await crm.tick()).toMatchObject({ done: 0 })
    const facts = await rowsOf(storage, 'outbox')
    const { id } = facts.find(({ type }) => type === 'deal.created') ?? {}
    expect(facts.find(({ type }) => type === 'task.created')).toMatchObject({ cause: id, depth: 1, actor: 'system' })
    expect((await me.tasks.list()).items.map(({ title }) => title)).toEqual(['Call about Lathe'])
  })

  test('`deal.*` is told of whatever happens to deals, once, and who names a type comes first', async () => {
    const told: string[] = []
    const { crm, me, companyId } = await made(
      make,
      {
        'deal.*': ({ type, recordId }) => void told.push(`${type} ${recordId}`),
        'deal.moved': ({ recordId }) => void told.push(`moved! ${recordId}`),
        // Nothing is told of what others own.
        'dealLine.*': () => void told.push('a line'),
        '*.erased': ({ type }) => void told.push(type),
      },
      { 'deal.*': ({ type }) => void told.push(`outside ${type}`) },
    )
    const deal = await me.deals.create({ title: 'Lathe', companyId })
    await me.deals.move(deal.id, { to: 'proposal' })
    await me.deals.delete(deal.id)
    await crm.tick()
    const contact = await me.contacts.create({ name: 'Wang' })
    await me.contacts.eraseSubject(contact.id, {}, { reason: 'asked' })
    await crm.tick()
    expect(told.toSorted()).toEqual([
      'contact.erased',
      `deal.created ${deal.id}`,
      `deal.deleted ${deal.id}`,
      `moved! ${deal.id}`,
      'outside deal.created',
      'outside deal.deleted',
      'outside deal.moved',
    ])
    await expect(testCrm({ plugins: [listener({ 'dael.*': () => {} }, {})] })).rejects.toMatchObject({
      code: 'PLUGIN_INVALID',
    })
    await expect(testCrm({ plugins: [listener({ '*.praised': () => {} }, {})] })).rejects.toMatchObject({
      code: 'PLUGIN_INVALID',
    })
  })

  test('what was rolled back is told to nobody', async () => {
    const told: string[] = []
    const { storage, crm, me, companyId } = await made(make, {
      'deal.created': ({ recordId }) => void told.push(recordId),
    })
    const undone = me.transaction(async (tx) => {
      await tx.deals.create({ title: 'Never', companyId })
      throw new Error('no')
    })
    await expect(undone).rejects.toThrow('no')
    await me.deals.create({ title: 'Dry', companyId }, { dryRun: true })
    expect(await jobsIn(storage)).toEqual([])
    expect(await crm.tick()).toMatchObject({ done: 0 })
    expect(told).toEqual([])
  })

  test('an effect that fails is undone as a whole, tried again after a while, and there once', async () => {
    const shaky = failing(2)
    const { crm, clock, me, companyId } = await made(make, {
      'deal.created': async ({ recordId }, { crm: system }) => {
        await system.tasks.create({ title: 'Call', dealId: recordId })
        shaky()
      },
    })
    await me.deals.create({ title: 'Lathe', companyId })
    expect(await crm.tick()).toMatchObject({ done: 0, again: 1, next: '2026-03-16T01:00:01.000Z' })
    expect(await me.tasks.count()).toBe(0)
    expect(await crm.tick()).toMatchObject({ done: 0, again: 0 })
    await clock.advance('PT1S')
    expect(await crm.tick()).toMatchObject({ again: 1, next: '2026-03-16T01:00:04.000Z' })
    await clock.advance('PT3S')
    expect(await crm.tick()).toMatchObject({ done: 1 })
    expect(await me.tasks.count()).toBe(1)
  })

  test('of one record a consumer is told in order: what fails holds up that record, and no other', async () => {
    const shaky = failing(1)
    const told: string[] = []
    const { crm, clock, me, companyId } = await made(make, {
      'deal.updated': ({ data }) => {
        if (data.after.title === 'A1') shaky()
        told.push(data.after.title)
      },
    })
    const [a, b] = [await me.deals.create({ title: 'A', companyId }), await me.deals.create({ title: 'B', companyId })]
    for (const n of [1, 2, 3]) {
      await me.deals.update(a.id, { title: `A${n}` })
      await me.deals.update(b.id, { title: `B${n}` })
    }
    expect(await crm.tick()).toMatchObject({ done: 3, again: 1 })
    expect(told).toEqual(['B1', 'B2', 'B3'])
    await clock.advance('PT1S')
    expect(await crm.tick()).toMatchObject({ done: 3, again: 0 })
    expect(told.slice(3)).toEqual(['A1', 'A2', 'A3'])
  })

  test('a dead letter blocks nobody; it is listed, replayed and thrown away', async () => {
    let broken = true
    const told: string[] = []
    const { crm, me, companyId } = await made(make, {
      'deal.updated': {
        attempts: 1,
        run: ({ data }) => {
          if (broken && data.after.title === 'A1') throw new CrmError('STORAGE_UNAVAILABLE')
          told.push(data.after.title)
        },
      },
    })
    const deal = await me.deals.create({ title: 'A', companyId })
    await me.deals.update(deal.id, { title: 'A1' })
    await me.deals.update(deal.id, { title: 'A2' })
    expect(await crm.tick()).toMatchObject({ done: 1, dead: 1 })
    expect(told).toEqual(['A2'])
    const { items, next } = await me.deadLetters.list({})
    expect(next).toBeNull()
    expect(items).toMatchObject([
      { kind: 'fact', name: 'listener: deal.updated', entity: 'deal', recordId: deal.id, attempt: 1 },
    ])
    expect(items[0]?.error.code).toBe('STORAGE_UNAVAILABLE')
    const ids = items.map(({ id }) => id)
    expect((await crm.check()).findings.find(({ code }) => code === 'dead_letters')).toMatchObject({ ids })
    const sales = crm.as({ user: 'v', roles: ['sales'] })
    expect(await codeOf(() => sales.deadLetters.list({}))).toBe('FORBIDDEN')
    broken = false
    expect(await me.deadLetters.replay({ ids })).toEqual({ count: 1 })
    expect(await crm.tick()).toMatchObject({ done: 1 })
    expect(told).toEqual(['A2', 'A1'])
    expect(await me.deadLetters.discard({ ids })).toEqual({ count: 0 })
  })

  test('what is refused for what it is goes to the dead letters at once', async () => {
    const { crm, me, companyId } = await made(make, {
      'deal.created': async (_, { crm: system }) => void (await system.deals.get('nowhere')),
    })
    await me.deals.create({ title: 'A', companyId })
    expect(await crm.tick()).toMatchObject({ dead: 1, again: 0 })
    expect((await me.deadLetters.list({})).items[0]?.error.code).toBe('NOT_FOUND')
    expect(await me.deadLetters.discard({ ids: [(await me.deadLetters.list({})).items[0]?.id ?? ''] })).toEqual({
      count: 1,
    })
    expect((await me.deadLetters.list({})).items).toEqual([])
  })

  test('R19: what a process does not know yet is left to others for a while, and not lost', async () => {
    const { storage, crm, me, companyId } = await made(make, { 'deal.created': () => undefined })
    const { id } = await me.deals.create({ title: 'A', companyId })
    const [job] = await jobsIn(storage)
    const tx = await storage.begin()
    const rows = [{ match: { id: String(job?.id) }, set: { name: 'listener: deal.sung' } }]
    await tx.commit([{ type: 'update', entity: entityOf(schema, 'backgroundJob'), tenant: everywhere, rows }])
    expect(await crm.tick()).toMatchObject({ done: 0, again: 1, dead: 0 })
    expect(await jobsIn(storage)).toMatchObject([
      { recordId: id, state: 'ready', error: { code: 'OPERATION_UNKNOWN' } },
    ])
  })

  test('G11: a rule that changes its own trigger runs once a fact, and the chain is cut: loop_cut', async () => {
    let runs = 0
    const cuts: unknown[] = []
    const { crm, me, companyId } = await made(make, {
      'deal.updated': async ({ recordId, data }, { crm: system }) => {
        runs++
        await system.deals.update(recordId, { title: `${data.after.title}!` })
      },
    })
    crm.on('loop_cut', ({ recordId, data }) => cuts.push([recordId, data]))
    const deal = await me.deals.create({ title: 'A', companyId })
    await me.deals.update(deal.id, { title: 'B' })
    await crm.tick()
    expect(runs).toBe(5)
    expect((await me.deals.get(deal.id)).title).toBe('B!!!!!')
    expect(cuts).toEqual([[deal.id, { type: 'deal.updated', consumers: ['listener: deal.updated'] }]])
  })

  test('a courier is told again with the same key, and its writes are its own', async () => {
    const keys: string[] = []
    const shaky = failing(1)
    const { crm, clock, me, companyId } = await made(
      make,
      {},
      {
        'deal.created': {
          async run({ recordId }, { crm: system, key }) {
            keys.push(key)
            await system.tasks.create({ title: 'Sent', dealId: recordId }, { idempotencyKey: key })
            shaky()
          },
        },
      },
    )
    await me.deals.create({ title: 'A', companyId })
    expect(await crm.tick()).toMatchObject({ again: 1 })
    await clock.advance('PT1S')
    expect(await crm.tick()).toMatchObject({ done: 1 })
    expect(new Set(keys).size).toBe(1)
    expect(keys).toHaveLength(2)
    expect(await me.tasks.count()).toBe(1)
  })

  test('a courier whose lease was taken over cannot write any more', async () => {
    const codes: unknown[] = []
    const { storage, crm, me, companyId } = await made(
      make,
      {},
      {
        'deal.created': {
          async run({ recordId }, { crm: system, extend }) {
            const [job] = await jobsIn(storage)
            await taken(storage, String(job?.id))
            codes.push(await codeOf(() => system.tasks.create({ title: 'Sent', dealId: recordId })))
            codes.push(await codeOf(extend))
          },
        },
      },
    )
    await me.deals.create({ title: 'A', companyId })
    expect(await crm.tick()).toMatchObject({ stale: 1, done: 0 })
    expect(codes).toEqual(['STALE_LEASE', 'STALE_LEASE'])
    expect(await me.tasks.count()).toBe(0)
  })

  test('one whose lease was taken over while it worked writes nothing', async () => {
    const { storage, crm, clock, me, companyId } = await made(make, {
      'deal.created': async ({ recordId }, { crm: system }) => {
        await system.tasks.create({ title: 'Call', dealId: recordId })
      },
    })
    await me.deals.create({ title: 'A', companyId })
    const queue = queueOn(storage, clock)
    const [[lease] = []] = await queue.claim({ limit: 1, owners: ['listener'] })
    if (lease === undefined) throw new Error('nothing was due')
    await taken(storage, lease.job.id)
    const tx = await storage.begin()
    expect(await codeOf(() => queue.hold(tx, lease))).toBe('STALE_LEASE')
    await tx.rollback()
    await queue.fail(lease, { code: 'X', message: 'x' }, null)
    expect(await jobsIn(storage)).toMatchObject([{ state: 'active', error: null }])
    expect(await crm.tick()).toMatchObject({ done: 0 })
  })
})
