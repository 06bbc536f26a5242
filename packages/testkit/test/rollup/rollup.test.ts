import {
  createCrm,
  defineEntity,
  definePlugin,
  defineRollup,
  field,
  isCrmError,
  type Migration,
  type PluginTypes,
  type Rollup,
} from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { bucketOf, Random, testCrm } from '@guanxi/testkit'
import { describe, expect, test } from 'vitest'
import { errorOf, onBoth } from '../both.ts'
import { rawSql } from '../kernel/tampering.ts'
import { watch } from '../watch.ts'
import { admin, all, board, crmWith, perDay, revenue, tablesOf, zone } from './rollups.ts'

const monthly = {
  groupBy: { month: { field: 'placedAt', bucket: 'month', timeZone: zone }, currency: 'currency' },
  measures: { n: { fn: 'count' }, revenue: { fn: 'sum', field: 'total' } },
  orderBy: { month: 'asc' },
} as const

onBoth((make, name) => {
  const open = async (rollups?: readonly Rollup[]) => {
    const storage = await make()
    const { crm, clock } = await crmWith(storage, rollups)
    return { storage, crm, clock, me: crm.as(admin) }
  }
  const order = (placedAt: string, total: number, more: object = {}) => {
    return { placedAt, total, currency: 'CNY', ...more }
  }

  test('an aggregate is answered by the rollup that has it, and says so', async () => {
    const { me } = await open()
    const { id: contactId } = await me.contacts.create({ name: '王伟' })
    // Eleven at night on the last of February in New York.
    await me.orders.create(order('2026-03-01T04:00:00Z', 700, { contactId }))
    await me.orders.create(order('2026-03-01T05:00:00Z', 30, { contactId }))
    expect(await me.orders.aggregate(monthly)).toEqual([
      { month: '2026-02-01', currency: 'CNY', n: 1, revenue: 700 },
      { month: '2026-03-01', currency: 'CNY', n: 1, revenue: 30 },
    ])
    const { sql } = await me.orders.explain(monthly)
    expect(sql).toContain('crm_revenue_by_month')
    expect(sql).not.toContain('crm_orders')
  })

  test('it answers as the records do, whatever is asked', async () => {
    const { me, crm } = await open()
    const random = new Random(5)
    const { id: contactId } = await me.contacts.create({ name: 'Ada' })
    const rows = Array.from({ length: 60 }, () =>
      order(
        `2026-${random.pick(['01', '02', '03', '10', '11'])}-${random.pick(['01', '08', '28'])}T0${random.int(0, 9)}:30:00Z`,
        random.int(0, 900),
        {
          contactId,
          currency: random.pick(['CNY', 'EUR']),
          ownerId: random.pick(['u_1', 'u_2', null]),
        },
      ),
    )
    await me.orders.createMany(rows)
    const bucket = (unit: 'month' | 'quarter' | 'year' | 'day' | 'week') =>
      ({ field: 'placedAt', bucket: unit, timeZone: zone }) as const
    const sum = { fn: 'sum', field: 'total' } as const
    const queries = [
      { q: monthly, by: revenue },
      { q: { groupBy: { q: bucket('quarter'), currency: 'currency' }, measures: { sum } }, by: revenue },
      {
        q: {
          groupBy: { y: bucket('year') },
          where: { currency: 'EUR' },
          measures: { sum, n: { fn: 'count', field: 'total' } },
        },
        by: revenue,
      },
      { q: { groupBy: { owner: 'ownerId' }, measures: { n: { fn: 'count' } } }, by: revenue },
      {
        q: {
          measures: {
            n: { fn: 'count' },
            first: { fn: 'min', field: 'ownerId' },
            owners: { fn: 'countDistinct', field: 'ownerId' },
          },
        },
        by: revenue,
      },
      { q: { where: { ownerId: null }, measures: { n: { fn: 'count' } } }, by: revenue },
      { q: { where: { not: { ownerId: { in: ['u_1'] } } }, measures: { n: { fn: 'count' } } }, by: revenue },
      {
        q: { where: { currency: 'CNY' }, measures: { mean: { fn: 'avg', field: 'total', rounding: 'half-up' } } },
        by: revenue,
      },
      {
        q: {
          where: { placedAt: { gte: '2026-02-01T05:00:00Z', lt: '2026-11-01T04:00:00Z' }, currency: 'EUR' },
          measures: { sum },
        },
        by: revenue,
      },
      { q: { where: { placedAt: { gt: '2026-02-01T04:59:59.999Z' } }, measures: { n: { fn: 'count' } } }, by: revenue },
      {
        q: {
          where: { currency: 'CNY' },
          measures: { n: { fn: 'count' }, mine: { fn: 'sum', field: 'total', where: { ownerId: 'u_1' } } },
        },
        by: revenue,
      },
      {
        q: {
          where: { total: { gte: 500 } },
          groupBy: { week: bucket('week'), currency: 'currency' },
          measures: { sum },
        },
        by: perDay,
      },
      {
        q: {
          where: { total: { gte: 500 } },
          groupBy: { day: bucket('day') },
          measures: { n: { fn: 'count', field: 'contactId' } },
          having: { n: { gte: 2 } },
        },
        by: perDay,
      },
      // What no rollup has.
      { q: { where: { placedAt: { gte: '2026-02-01T05:00:01Z' } }, measures: { n: { fn: 'count' } } }, by: undefined },
      {
        q: { where: { total: { gte: 501 } }, groupBy: { week: bucket('week') }, measures: { n: { fn: 'count' } } },
        by: undefined,
      },
      {
        q: {
          groupBy: { month: { field: 'placedAt', bucket: 'month', timeZone: 'UTC' } },
          measures: { n: { fn: 'count' } },
        },
        by: undefined,
      },
      { q: { measures: { most: { fn: 'max', field: 'total' } }, where: { currency: 'CNY' } }, by: undefined },
      { q: { groupBy: { name: { path: ['contact', 'name'] } }, measures: { n: { fn: 'count' } } }, by: undefined },
      { q: { where: { contact: { is: { name: 'Ada' } } }, measures: { n: { fn: 'count' } } }, by: undefined },
    ]
    // The same records, counted one by one by an instance that knows no rollups.
    const plain = (await testCrm({ zone })).crm
    const { id: other } = await plain.as(admin).contacts.create({ name: 'Ada' })
    await plain.as(admin).orders.createMany(rows.map((row) => ({ ...row, contactId: other })))
    for (const { q, by } of queries) {
      const untyped = q as typeof monthly
      expect(await me.orders.aggregate(untyped), JSON.stringify(q)).toEqual(
        await plain.as(admin).orders.aggregate(untyped),
      )
      const { sql } = await me.orders.explain(untyped)
      const table =
        by === undefined ? 'crm_orders' : `crm_${by.name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`
      expect(sql, JSON.stringify(q)).toContain(table)
    }
    expect((await errorOf(() => me.orders.aggregate({ measures: { sum } }))).code).toBe('MIXED_CURRENCY')
    await plain.close()
    await crm.close()
  })

  test('a board takes its figures from a rollup, and so does a count', async () => {
    const { me, storage } = await open()
    const { id: contactId } = await me.contacts.create({ name: 'Ada' })
    for (const amount of [100, 20]) await me.deals.create({ title: 'x', amount, currency: 'CNY', contactId })
    const { id } = await me.deals.create({ title: 'y', amount: 7, currency: 'EUR', contactId })
    await me.deals.move(id, { to: 'proposal' })
    const stages = await me.deals.board({ stages: ['qualified', 'proposal'] })
    expect(stages.map(({ stage, count, amounts }) => ({ stage, count, amounts }))).toEqual([
      { stage: 'qualified', count: 2, amounts: [{ currency: 'CNY', amount: 120 }] },
      { stage: 'proposal', count: 1, amounts: [{ currency: 'EUR', amount: 7 }] },
    ])
    const untold = { where: { stage: { in: ['qualified', 'won'] }, currency: { ne: 'EUR' } } } as const
    const seen = watch(storage)
    expect(await me.deals.count(untold)).toBe(2)
    // Whether anything is to be brought into the cells, and the cells.
    expect(seen).toEqual(['select rollupChange', 'aggregate board'])
  })

  test('whoever sees some of the records is answered by it where its keys tell which, and else by the records', async () => {
    const { me, crm } = await open()
    const { id: contactId } = await me.contacts.create({ name: 'Ada' })
    for (const [ownerId, total] of [
      ['u_1', 600],
      ['u_2', 800],
    ] as const)
      await me.orders.create(order('2026-03-10T00:00:00Z', total, { contactId, ownerId }))
    const seller = crm.as({ user: 'u_1', roles: ['seller'] })
    expect(await seller.orders.aggregate(monthly)).toMatchObject([{ n: 1, revenue: 600 }])
    expect((await seller.orders.explain(monthly)).sql).toContain('crm_revenue_by_month')
    // The rollup by day does not know whose an order is.
    const daily = {
      where: { total: { gte: 500 } },
      groupBy: { day: { field: 'placedAt', bucket: 'day', timeZone: zone } },
      measures: { n: { fn: 'count' } },
    } as const
    expect(await seller.orders.aggregate(daily)).toMatchObject([{ n: 1 }])
    expect((await seller.orders.explain(daily)).sql).toContain('crm_orders')
    // What is hidden from the clerk is missing, and what the rollup adds it does not know.
    const clerk = crm.as({ user: 'u_1', roles: ['clerk'] })
    expect(await clerk.orders.aggregate(monthly)).toMatchObject([{ n: 2, revenue: 600 }])
    expect((await clerk.orders.explain(monthly)).sql).toContain('crm_orders')
  })

  test('after thousands of edits, moves, deletions and restores every group is what its records say', async () => {
    const { me, crm } = await open()
    const random = new Random(11)
    const { id: contactId } = await me.contacts.create({ name: 'Ada' })
    const when = () => `2026-0${random.int(1, 4)}-0${random.int(1, 3)}T0${random.int(0, 9)}:00:00Z`
    const values = () => ({ placedAt: when(), total: random.int(0, 900), ownerId: random.pick(['u_1', 'u_2', null]) })
    const orders = new Set<string>()
    const binned = new Set<string>()
    const deals: string[] = []
    const steps = process.env.GUANXI_TEST_FULL === '1' ? 10_000 : 300
    for (let n = 0; n < steps; n++) {
      const [some] = orders.size === 0 ? [] : [random.pick([...orders])]
      const roll = random.next()
      if (roll < 0.25 || some === undefined) {
        const made = await me.orders.createMany(
          [values(), values()].map((row) => ({ ...row, contactId, currency: random.pick(['CNY', 'EUR']) })),
        )
        for (const id of made.ids) orders.add(id)
      } else if (roll < 0.45) await me.orders.update(some, values())
      else if (roll < 0.55) {
        await me.orders.delete(some)
        orders.delete(some)
        binned.add(some)
      } else if (roll < 0.65 && binned.size > 0) {
        const id = random.pick([...binned])
        await me.orders.restore(id)
        binned.delete(id)
        orders.add(id)
      } else if (roll < 0.8 || deals.length === 0)
        deals.push((await me.deals.create({ title: 'x', amount: random.int(0, 90), currency: 'CNY', contactId })).id)
      else if (roll < 0.95)
        await me.deals.move(random.pick(deals), { to: random.pick(['proposal', 'negotiation', 'won']) }).catch(closed)
      else {
        // What is taken back was never there.
        const undone = new Error('undone')
        await me
          .transaction(async (inside) => {
            await inside.orders.create({ ...values(), contactId, currency: 'CNY' })
            throw undone
          })
          .catch((error: unknown) => expect(error).toBe(undone))
      }
    }
    const reports = await crm.verifyRollups()
    expect(reports.map(({ rollup, built, wrong }) => ({ rollup, built, wrong }))).toEqual(
      all.map(({ name: rollup }) => ({ rollup, built: true, wrong: [] })),
    )
    expect(Math.min(...reports.map(({ groups }) => groups))).toBeGreaterThan(3)
    // And what it says is what the records say, added up here.
    const expected = new Map<string, number>()
    for await (const { placedAt, currency, total } of me.orders.iterate())
      add(expected, `${bucketOf(placedAt, 'month', zone)} ${currency}`, total)
    const told = await me.orders.aggregate(monthly)
    expect(new Map(told.map(({ month, currency, revenue }) => [`${month} ${currency}`, revenue]))).toEqual(expected)
  }, 600_000)

  test('verify finds what was changed past the engine, and rebuild mends it', async () => {
    const storage = await make({ tampered: true })
    const { crm } = await crmWith(storage)
    const me = crm.as(admin)
    const { id: contactId } = await me.contacts.create({ name: 'Ada' })
    await me.orders.create(order('2026-03-10T00:00:00Z', 600, { contactId, ownerId: 'u_1' }))
    const tx = await storage.begin()
    await rawSql(tx.native, 'update crm_orders set total = 650')
    await tx.commit()
    const wrong = {
      tenant: 'default',
      keys: { month: '2026-03-01', owner: 'u_1', currency: 'CNY' },
      kept: { rows: 1, revenue: 600, refunds: 0 },
      counted: { rows: 1, revenue: 650, refunds: 0 },
    }
    expect(await crm.verifyRollups(['revenueByMonth'])).toEqual([
      { rollup: 'revenueByMonth', built: true, groups: 1, differing: 1, wrong: [wrong] },
    ])
    const { findings } = await crm.check()
    expect(findings.filter(({ code }) => code === 'rollup_wrong')).toMatchObject([{ count: 1 }, { count: 1 }])
    expect((await crm.rebuildRollups())[0]?.wrong).toEqual([wrong])
    expect((await crm.verifyRollups()).flatMap((report) => report.wrong)).toEqual([])
    expect(await me.orders.aggregate(monthly)).toMatchObject([{ revenue: 650 }])
    await crm.close()
  })

  test('one that came later answers once it is built', async () => {
    const storage = await make({ tampered: true })
    const migrations = await tablesOf([revenue])
    const { crm } = await testCrm({ storage, rollups: [revenue], migrations, zone })
    const me = crm.as(admin)
    const { id: contactId } = await me.contacts.create({ name: 'Ada' })
    await me.orders.create(order('2026-03-10T00:00:00Z', 600, { contactId }))
    // As if a process without the rollup had written it.
    const tx = await storage.begin()
    for (const table of ['revenue_by_month', 'rollup_changes']) await rawSql(tx.native, `delete from crm_${table}`)
    await tx.commit()
    expect(await me.orders.aggregate(monthly)).toMatchObject([{ revenue: 600 }])
    expect((await me.orders.explain(monthly)).sql).toContain('crm_orders')
    expect((await crm.check()).findings.map(({ code }) => code)).toContain('rollup_unbuilt')
    expect(await crm.rebuildRollups()).toMatchObject([
      { rollup: 'revenueByMonth', groups: 1, wrong: [{ kept: { rows: 0 } }] },
    ])
    expect(await me.orders.aggregate(monthly)).toMatchObject([{ revenue: 600 }])
    expect((await me.orders.explain(monthly)).sql).toContain('crm_revenue_by_month')
    expect((await crm.check()).findings.map(({ code }) => code)).not.toContain('rollup_unbuilt')
  })

  if (name === 'postgres')
    test('writers go on while it is rebuilt and verified, and nothing is counted twice or lost', async () => {
      const { me, crm } = await open([revenue])
      const { id: contactId } = await me.contacts.create({ name: 'Ada' })
      let writing = true
      let written = 0
      const writer = async (seed: number) => {
        const random = new Random(seed)
        while (writing) {
          const placedAt = `2026-0${random.int(1, 9)}-10T00:00:00Z`
          await me.orders.create(order(placedAt, random.int(1, 9), { contactId, ownerId: `u_${random.int(1, 3)}` }))
          written++
        }
      }
      const writers = [1, 2, 3].map(writer)
      const found = []
      // As long as it takes them to reach most groups.
      for (let n = 0; n < 10 || written < 80; n++)
        found.push(...(await (n % 2 === 0 ? crm.rebuildRollups() : crm.verifyRollups())))
      writing = false
      await Promise.all(writers)
      found.push(...(await crm.verifyRollups()))
      expect(found.flatMap(({ wrong }) => wrong)).toEqual([])
      expect(found.at(-1)?.groups).toBeGreaterThan(10)
    })
})

describe('a rollup that cannot be kept is refused when the instance is made', () => {
  const of = { name: 'figures', entity: 'order' } as const
  test.each<[string, Rollup]>([
    ['no such field', defineRollup({ ...of, groupBy: { x: 'nothing' as 'currency' } })],
    ['no such entity', defineRollup({ name: 'x', entity: 'orders' as 'order', groupBy: { c: 'currency' } })],
    ['no key', defineRollup({ ...of, groupBy: {} })],
    ['an instant without a period', defineRollup({ ...of, groupBy: { at: 'placedAt' } })],
    [
      'a zone that there is not',
      defineRollup({ ...of, groupBy: { at: { field: 'placedAt', bucket: 'day', timeZone: 'Mars' } } }),
    ],
    ['something personal', defineRollup({ name: 'x', entity: 'contact', groupBy: { name: 'name' } })],
    [
      'several currencies',
      defineRollup({ ...of, groupBy: { o: 'ownerId' }, measures: { sum: { fn: 'sum', field: 'total' } } }),
    ],
    [
      'a sum of texts',
      defineRollup({ ...of, groupBy: { o: 'ownerId' }, measures: { sum: { fn: 'sum', field: 'currency' } } }),
    ],
    ['what others say', defineRollup({ ...of, where: { contact: { is: { city: 'x' } } }, groupBy: { o: 'ownerId' } })],
    ['what passes', defineRollup({ ...of, where: { placedAt: { gte: { ago: 'P3M' } } }, groupBy: { o: 'ownerId' } })],
    [
      'a period that there is not',
      defineRollup({ ...of, groupBy: { at: { field: 'placedAt', bucket: 'decade' as 'year', timeZone: zone } } }),
    ],
    ['a zone of no period', { ...perDay, groupBy: { o: { field: 'ownerId', timeZone: zone } } }],
    [
      'a figure that is not kept',
      defineRollup({ ...of, groupBy: { c: 'currency' }, measures: { most: { fn: 'max' as 'sum', field: 'total' } } }),
    ],
    ['a sum of nothing', { ...perDay, measures: { sum: { fn: 'sum' } } }],
    ['a list of instants', { ...perDay, measures: { at: { fn: 'list', field: 'placedAt' } } }],
    ['a list of hours', { ...perDay, measures: { at: { fn: 'list', field: 'placedAt', bucket: 'hour' } } }],
    ['a list of texts', { ...perDay, measures: { owners: { fn: 'list', field: 'ownerId', bucket: 'day' } } }],
    [
      'a list in a zone that there is not',
      { ...perDay, measures: { at: { fn: 'list', field: 'placedAt', bucket: 'day', timeZone: 'Mars' } } },
    ],
    ['a column twice', defineRollup({ ...of, groupBy: { rows: 'currency' } })],
  ])('%s', async (_, rollup) => {
    expect((await errorOf(() => createCrm({ storage: sqlite(':memory:'), rollups: [rollup] }))).code).toBe(
      'SCHEMA_INVALID',
    )
  })

  test('what is wrong with its where, by its name', async () => {
    const rollup = defineRollup({ ...of, where: { nothing: 1 } as object, groupBy: { c: 'currency' } })
    const refused = await errorOf(() => createCrm({ storage: sqlite(':memory:'), rollups: [rollup] }))
    expect(refused.message).toContain('rollups.figures.where.nothing')
  })

  test('a name that somebody has', async () => {
    const rollup = defineRollup({ name: 'orders', entity: 'order', groupBy: { c: 'currency' } })
    expect((await errorOf(() => createCrm({ storage: sqlite(':memory:'), rollups: [rollup] }))).code).toBe(
      'PLUGIN_CONFLICT',
    )
  })
})

test('in a new database it answers from the first record on', async () => {
  const crm = createCrm({ storage: sqlite(':memory:'), rollups: [board], migrations: await tablesOf([board]) })
  await crm.migrate()
  const me = crm.as(admin)
  const { id: contactId } = await me.contacts.create({ name: 'Ada' })
  await me.deals.create({ title: 'x', amount: 1, currency: 'CNY', contactId })
  expect((await me.deals.explain({ groupBy: { stage: 'stage' }, measures: { n: { fn: 'count' } } })).sql).toContain(
    'crm_board',
  )
  await crm.close()
})

test('the rollup of a plugin that is installed later, with its tables, answers from the first record on', async () => {
  const storage = sqlite(':memory:')
  const before = createCrm({ storage })
  await before.migrate()
  const visit = defineEntity({ name: 'visit', plural: 'visits', fields: { place: field.string().plain() } })
  const byPlace = defineRollup<{ entities: { visit: { row: { place: string } } } }>({
    name: 'visitsByPlace',
    entity: 'visit',
    groupBy: { place: 'place' },
  })
  const plugin = (migrations: readonly Migration[] = []) =>
    definePlugin<PluginTypes>({
      id: 'visits',
      version: '1.0.0',
      entities: [visit],
      rollups: [byPlace, board],
      migrations,
    })
  const { draft } = await createCrm({ storage, plugins: [plugin()] }).migrate({ dryRun: true })
  const crm = createCrm({ storage, plugins: [plugin([{ id: '0001_visits', steps: draft }])] })
  await crm.migrate()
  // Deals were there before.
  const built = await crm.verifyRollups()
  expect(built.map(({ rollup, built }) => [rollup, built])).toEqual([
    ['visitsByPlace', true],
    ['board', false],
  ])
  await crm.close()
})

function add(sums: Map<string, number>, key: string, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value)
}

/** A deal that is won moves no more. */
function closed(error: unknown): void {
  if (!isCrmError(error, 'TRANSITION_NOT_ALLOWED')) throw error
}
