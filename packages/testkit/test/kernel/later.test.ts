import {
  type CoreTypes,
  CrmError,
  command,
  definePlugin,
  type PluginTypes,
  type Schedule,
  type StorageAdapter,
} from '@guanxi/core'
import { everywhere } from '@guanxi/core/storage'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { codeOf, errorOf, type MakeStorage, onBoth } from '../both.ts'
import { rowsOf } from '../rows-of.ts'

const about = () => z.strictObject({ dealId: z.string(), at: z.string().optional() })
const operations = {
  reminders: {
    set: command({ target: 'collection', summary: 'Sets a reminder.', input: about, output: z.void }),
    drop: command({ target: 'collection', summary: 'Drops it.', input: about, output: () => z.boolean() }),
    ring: command({ target: 'collection', summary: 'Rings.', input: about, output: z.void }),
    nest: command({
      target: 'collection',
      summary: 'Sets a reminder, and lets calls of its own say something else.',
      input: () => z.strictObject({ dealId: z.string(), inner: z.enum(['set', 'drop', 'refused']) }),
      output: () => z.boolean(),
    }),
    refuse: command({ target: 'collection', summary: 'Drops it, and is refused.', input: about, output: z.void }),
    sweep: command({ target: 'collection', summary: 'Sweeps.', input: () => z.strictObject({}), output: z.void }),
  },
}
interface Reminding extends PluginTypes {
  operations: typeof operations
  events: {}
}

async function made(make: MakeStorage, schedules: Readonly<Record<string, Schedule>> = {}, tenancy?: 'multi') {
  const storage = await make()
  const rung: string[] = []
  const reminders = definePlugin<Reminding, CoreTypes & Reminding>({
    id: 'reminders',
    version: '1.0.0',
    operations,
    handlers: {
      reminders: {
        async set({ later, now, add }, { dealId, at = add(now, 'P3D') }) {
          await later({ at, key: dealId }).reminders.ring({ dealId, at })
        },
        drop: ({ cancel }, { dealId }) => cancel(dealId),
        async refuse({ cancel }, { dealId }) {
          await cancel(dealId)
          throw new CrmError('NOT_FOUND')
        },
        async nest({ crm, later }, { dealId, inner }) {
          const at = '2026-03-16T02:00:00Z'
          await later({ at, key: dealId }).reminders.ring({ dealId, at })
          if (inner === 'set') await crm.reminders.set({ dealId, at: '2026-03-16T03:00:00Z' })
          if (inner === 'drop') return crm.reminders.drop({ dealId })
          return inner !== 'refused' || (await codeOf(() => crm.reminders.refuse({ dealId }))) === 'NOT_FOUND'
        },
        async ring({ crm, actor }, { dealId, at }) {
          rung.push(`${actor.tenant} ${actor.user} ${at}`)
          await crm.deals.update(dealId, { title: 'rung' })
        },
        async sweep({ actor, now }) {
          rung.push(`${actor.tenant} swept ${now}`)
        },
      },
    },
    schedules,
  })
  const { crm, clock } = await testCrm({ storage, plugins: [reminders], ...(tenancy && { tenancy }) })
  const as = (tenant?: string) => crm.as({ user: 'u', roles: ['admin'], ...(tenant && { tenant }) })
  const deal = async (tenant?: string) => {
    const { id: companyId } = await as(tenant).companies.create({ name: 'Acme' })
    return (await as(tenant).deals.create({ title: 'Lathe', companyId })).id
  }
  return { storage, crm, clock, as, me: as(tenancy && 'a'), deal, rung }
}

/** The plugin's own: the core has a schedule, too. */
const jobsIn = async (storage: StorageAdapter) =>
  (await rowsOf(storage, 'backgroundJob', everywhere)).filter(({ owner }) => owner === 'reminders')

const dueIn = async (storage: StorageAdapter) => (await jobsIn(storage)).map(({ dueAt }) => dueAt)

onBoth((make) => {
  test('a call is made when its time has come, as the system, for the tenant that asked', async () => {
    const { storage, crm, clock, as, deal, rung } = await made(make, {}, 'multi')
    const [a, b] = [await deal('a'), await deal('b')]
    await as('a').reminders.set({ dealId: a })
    await as('b').reminders.set({ dealId: b, at: '2026-03-16T02:00:00Z' })
    await crm.tick()
    expect(rung).toEqual([])
    await clock.advance('PT1H')
    await crm.tick()
    expect(await dueIn(storage)).toEqual(['2026-03-19T01:00:00.000Z'])
    await clock.advance('P3D')
    await crm.tick()
    expect(await dueIn(storage)).toEqual([])
    expect(rung).toEqual(['b system 2026-03-16T02:00:00Z', 'a system 2026-03-19T01:00:00.000Z'])
    expect((await as('a').deals.get(a)).title).toBe('rung')
    expect((await as('a').deals.story(a)).at(-1)).toMatchObject({ actor: 'system', reason: 'reminders.ring' })
  })

  test('under a key there is one: the later replaces it, and it can be taken back', async () => {
    const { storage, crm, clock, me, deal, rung } = await made(make)
    const dealId = await deal()
    await me.reminders.set({ dealId, at: '2026-03-16T02:00:00Z' })
    await me.reminders.set({ dealId, at: '2026-03-16T03:00:00Z' })
    expect(await jobsIn(storage)).toHaveLength(1)
    await clock.advance('PT1H')
    await crm.tick()
    expect(rung).toEqual([])
    await clock.advance('PT1H')
    await crm.tick()
    expect(rung).toEqual(['default system 2026-03-16T03:00:00Z'])
    await me.reminders.set({ dealId })
    expect(await me.reminders.drop({ dealId })).toBe(true)
    expect(await me.reminders.drop({ dealId })).toBe(false)
    expect(await jobsIn(storage)).toEqual([])
  })

  test('of several calls in one transaction the last word holds, whichever said it', async () => {
    const { storage, me, deal } = await made(make)
    const dealId = await deal()
    // Of the outer call nothing is written yet.
    expect(await me.reminders.nest({ dealId, inner: 'drop' })).toBe(true)
    expect(await dueIn(storage)).toEqual([])
    await me.reminders.nest({ dealId, inner: 'set' })
    expect(await dueIn(storage)).toEqual(['2026-03-16T03:00:00.000Z'])
    expect(await me.reminders.nest({ dealId, inner: 'drop' })).toBe(true)
    expect(await dueIn(storage)).toEqual([])
    expect(await me.reminders.nest({ dealId, inner: 'refused' })).toBe(true)
    expect(await dueIn(storage)).toEqual(['2026-03-16T02:00:00.000Z'])
    await me.transaction(async (tx) => {
      await tx.reminders.set({ dealId, at: '2026-03-16T04:00:00Z' })
      await tx.transaction((nested) => nested.reminders.set({ dealId, at: '2026-03-16T05:00:00Z' }))
      expect(await tx.reminders.drop({ dealId })).toBe(true)
      await tx.reminders.set({ dealId, at: '2026-03-16T06:00:00Z' })
    })
    expect(await dueIn(storage)).toEqual(['2026-03-16T06:00:00.000Z'])
  })

  test('a dry run says what would be called, and enqueues nothing', async () => {
    const { storage, me, deal } = await made(make)
    const preview = await me.reminders.set({ dealId: await deal() }, { dryRun: true })
    expect(preview.jobs).toEqual([{ name: 'reminders.ring' }])
    expect(await jobsIn(storage)).toEqual([])
  })

  test('what is undone asks for nothing: a savepoint that is rolled back, a transaction of the host’s', async () => {
    const { storage, me, deal } = await made(make)
    const dealId = await deal()
    await me.transaction(async (tx) => {
      const undone = tx.transaction(async (inner) => {
        await inner.reminders.set({ dealId })
        throw new Error('no')
      })
      await expect(undone).rejects.toThrow('no')
    })
    expect(await jobsIn(storage)).toEqual([])
    await me.transaction((tx) => tx.reminders.set({ dealId }))
    expect(await jobsIn(storage)).toHaveLength(1)
  })

  test('an instant that is none is refused, and an operation that is gone is a dead letter', async () => {
    const { storage, crm, me, deal } = await made(make)
    const dealId = await deal()
    expect((await errorOf(() => me.reminders.set({ dealId, at: 'soon' }))).details.path).toBe('at')
    await me.reminders.set({ dealId: 'nowhere', at: '2026-03-16T01:00:00Z' })
    expect(await crm.tick()).toMatchObject({ dead: 1 })
    expect(await jobsIn(storage)).toMatchObject([{ state: 'dead', error: { code: 'NOT_FOUND' } }])
  })

  test('a schedule calls at its times in its zone, over a change of the clock, for each tenant once', async () => {
    const { storage, crm, clock, deal, rung } = await made(
      make,
      { nightly: { cron: '30 2 * * *', zone: 'America/New_York', call: 'reminders.sweep' } },
      'multi',
    )
    await deal('a')
    await deal('b')
    await crm.tick()
    expect(await dueIn(storage)).toEqual(['2026-03-16T06:30:00.000Z'])
    await clock.advance('PT6H')
    await crm.tick()
    expect(await dueIn(storage)).toEqual(['2026-03-17T06:30:00.000Z'])
    expect(rung.toSorted()).toEqual(['a swept 2026-03-16T07:00:00.000Z', 'b swept 2026-03-16T07:00:00.000Z'])
    await clock.advance('2026-10-31T12:00:00Z')
    await crm.tick()
    expect(await dueIn(storage)).toEqual(['2026-11-01T07:30:00.000Z'])
  })

  test('times that nobody was there at are made up for once, or skipped', async () => {
    const { storage, crm, clock, deal, rung } = await made(make, {
      once: { cron: '0 * * * *', call: 'reminders.sweep' },
      skipped: { cron: '0 * * * *', call: 'reminders.sweep', missed: 'skip' },
    })
    await deal()
    await crm.tick()
    await clock.advance('P3D')
    await crm.tick()
    expect(await dueIn(storage)).toEqual(['2026-03-19T02:00:00.000Z', '2026-03-19T02:00:00.000Z'])
    expect(rung).toHaveLength(1)
    await clock.advance('PT1H')
    await crm.tick()
    expect(rung).toHaveLength(3)
  })

  test('a pattern that is none is refused when work begins, what nobody defines at boot', async () => {
    const { crm } = await made(make, { odd: { cron: 'at noon', call: 'reminders.sweep' } })
    expect((await errorOf(() => crm.tick())).details.path).toBe('schedules reminders: odd')
    const gone = { nightly: { cron: '0 3 * * *', call: 'reminders.nothing' } }
    expect(await codeOf(() => made(make, gone))).toBe('PLUGIN_INVALID')
  })

  test('nobody is a tenant of the queue’s own name', async () => {
    const { crm } = await made(make, {}, 'multi')
    expect((await errorOf(() => crm.as({ user: 'u', roles: ['admin'], tenant: '*' }))).details.path).toBe('tenant')
  })
})
