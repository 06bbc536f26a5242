import { createCrm, defineMeasure } from '@guanxi/core'
import { Random, testClock, testIds } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { analytics } from '../../src/index.ts'
import { onOne, type Stage } from '../on-one.ts'
import type { Me } from '../world.ts'
import { answer, dayIn, type Fact, type Fn, type Question } from './oracle.ts'

type Asked = Parameters<Me['analytics']['query']>[0]

// A host's own, beside those of the plugin.
const order = { entity: 'order', at: 'placedAt' } as const
const measures = [
  defineMeasure({ ...order, name: 'orders.largest', summary: 'x', of: { fn: 'max', field: 'total' } }),
  defineMeasure({ ...order, name: 'orders.buyers', summary: 'x', of: { fn: 'countDistinct', field: 'companyId' } }),
  defineMeasure({ ...order, name: 'orders.big', summary: 'x', of: { fn: 'count', where: { total: { gte: 500 } } } }),
  defineMeasure({ ...order, name: 'orders.first', summary: 'x', of: { fn: 'min', field: 'placedAt' } }),
]
const throughOrder = { scope: { through: ['order'] }, can: ['read'] } as const
const roles = {
  rep: { operations: ['analytics.query'], grants: { '*': { scope: 'own' }, refund: throughOrder } },
} as const

const now = '2026-03-16T01:00:00.000Z'
/** Ends of months, and days on which clocks are changed in New York: it is these that are counted wrong. */
const days = [
  '2024-12-31',
  '2025-01-31',
  '2025-02-28',
  '2025-03-09',
  '2025-03-31',
  '2025-11-02',
  '2025-12-31',
  '2026-03-08',
  '2026-03-15',
]

/** An instant, mostly close to the beginning of a day of the zone or around a jump of its clock. */
function instant(random: Random): string {
  const [day = ''] = [random.pick(days)]
  const hour = random.pick([-8, -4, 0, 3, 4, 5, 6, 7, 16, 24, 28])
  const ms = Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000 + random.pick([-1000, -1, 0, 1, 999, 60_000])
  const far = random.chance(0.4) ? random.int(-400, 30) * 86_400_000 : 0
  return new Date(Math.min(ms + far, Date.parse('2026-03-20T00:00:00Z'))).toISOString()
}

const regions = ['East', 'North', 'West', undefined]
const reps = ['u_1', 'u_2', 'u_3']

async function filled(me: Me, random: Random): Promise<void> {
  const companies: string[] = []
  for (let i = 0; i < 12; i++) {
    const region = random.pick(regions)
    const company = { name: `C${i}`, ownerId: random.pick(reps), ...(region === undefined ? {} : { region }) }
    companies.push((await me.companies.create(company)).id)
  }
  const made = Array.from({ length: 260 }, () => {
    const region = random.pick(regions)
    const lines = Array.from({ length: random.int(0, 3) }, () => ({
      quantity: random.int(0, 5),
      unitPrice: random.int(1, 300),
    }))
    return {
      ...{ companyId: random.pick(companies), placedAt: instant(random), currency: random.pick(['CNY', 'CNY', 'USD']) },
      ...{ ownerId: random.pick(reps), ...(region === undefined ? {} : { region }) },
      ...(lines.length === 0 ? { total: random.int(0, 900) } : { lines }),
    }
  })
  await me.orders.createMany(made)
  const refundable: { readonly id: string; readonly total: number }[] = []
  for await (const one of me.orders.iterate({ orderBy: { id: 'asc' } })) if (one.total > 0) refundable.push(one)
  await me.refunds.createMany(
    random
      .some(refundable, 0.2)
      .map(({ id, total }) => ({ orderId: id, amount: random.int(1, total), at: instant(random) })),
  )
  await me.activities.createMany(
    Array.from({ length: 80 }, () => ({
      ...{ kind: 'call' as const, companyId: random.pick(companies), at: instant(random), ownerId: random.pick(reps) },
    })),
  )
}

/** What the actor may read, row by row. */
async function facts(me: Me, currency: string, least: number) {
  const rows = {
    orders: [] as Fact[],
    money: [] as Fact[],
    averages: [] as Fact[],
    refunded: [] as Fact[],
    lines: [] as Fact[],
  }
  const placed = new Map<string, Fact & { readonly currency: string }>()
  const [buyers, big, instants] = [[] as Fact[], [] as Fact[], [] as Fact[]]
  const firsts = new Map<string, Fact>()
  for await (const one of me.orders.iterate({ orderBy: { placedAt: 'asc' } })) {
    const fact = { at: one.placedAt, keys: { region: one.region, rep: one.ownerId } }
    placed.set(one.id, { ...fact, currency: one.currency })
    if (one.total < least) continue
    rows.orders.push(fact)
    buyers.push({ ...fact, amount: one.companyId })
    instants.push({ ...fact, amount: one.placedAt })
    if (one.total >= 500) big.push(fact)
    const before = firsts.get(one.companyId ?? '')
    // Two at the same instant are told by the group that comes first; nothing comes last.
    const rank = (f: Fact) => JSON.stringify(Object.values(f.keys).map((key) => key ?? '~'))
    if (before === undefined || (before.at === fact.at && rank(fact) < rank(before)))
      firsts.set(one.companyId ?? '', fact)
    if (one.currency !== currency) continue
    rows.money.push({ ...fact, amount: one.total })
    rows.refunded.push({ ...fact, amount: one.refunded })
  }
  for await (const { orderId, quantity } of me.orderLines.iterate({})) {
    const of = placed.get(orderId)
    if (of !== undefined) rows.lines.push({ at: of.at, keys: of.keys, amount: quantity })
  }
  const refunds: Fact[] = []
  for await (const { orderId, amount, at } of me.refunds.iterate({})) {
    const of = placed.get(orderId)
    if (of?.currency === currency) refunds.push({ at, keys: of.keys, amount })
  }
  const regionOf = new Map<string | null, string | null>()
  for await (const { id, region } of me.companies.iterate({})) regionOf.set(id, region)
  const activities: Fact[] = []
  for await (const { at, companyId, ownerId } of me.activities.iterate({}))
    activities.push({ at, keys: { region: regionOf.get(companyId) ?? null, rep: ownerId } })
  const table: Readonly<Record<string, readonly [Fn, readonly Fact[]]>> = {
    'orders.count': ['count', rows.orders],
    'orders.revenue': ['sum', rows.money],
    'orders.average': ['avg', rows.money],
    'orders.refunded': ['sum', rows.refunded],
    'orders.largest': ['max', rows.money],
    'orders.buyers': ['distinct', buyers],
    'orders.big': ['count', big],
    'orders.first': ['min', instants],
    'customers.new': ['count', [...firsts.values()]],
    'orderLines.quantity': ['sum', rows.lines],
    'refunds.amount': ['sum', refunds],
    'activities.count': ['count', activities],
  }
  return table
}

const keys = {
  region: {
    of: {
      order: 'region',
      orderLine: { path: ['order', 'region'] },
      refund: { path: ['order', 'region'] },
      activity: { path: ['company', 'region'] },
    },
  },
  rep: {
    of: {
      order: 'ownerId',
      orderLine: { path: ['order', 'ownerId'] },
      refund: { path: ['order', 'ownerId'] },
      activity: 'ownerId',
    },
  },
}

function question(random: Random, names: readonly string[]): Question {
  const grain = random.pick(['day', 'week', 'month', 'quarter', 'year', undefined] as const)
  const start = random.pick([
    '2024-12-30',
    '2025-01-01',
    '2025-02-01',
    '2025-03-01',
    '2025-03-09',
    '2025-10-31',
    '2026-01-01',
    '2026-03-01',
  ])
  const length = grain === 'day' ? random.int(1, 40) : random.int(1, 400)
  const odd = new Date(Date.parse(`${start}T00:00:00Z`) + length * 86_400_000).toISOString().slice(0, 10)
  const month = random.pick(['2025-02-01', '2025-03-01', '2025-04-01', '2025-12-01', '2026-01-01', '2026-04-01'])
  const to = random.chance(0.5) && month > start && grain !== 'day' ? month : odd
  const by = random.some(['region', 'rep'], 0.6)
  const topN =
    by.length > 0 && random.chance(0.4)
      ? { by: random.pick(names), n: random.int(1, 4), other: random.chance(0.7) }
      : undefined
  return {
    ...{ by, grain, from: start, to, topN, now },
    compareTo: random.pick(['previous', 'yearAgo', undefined] as const),
    matrix: topN === undefined && by.length > 0 && random.chance(0.3),
  }
}

const answers = new Map<string, string>()

/** A hundred questions by chance, in a zone, on both databases. */
export function hundredQuestions(zone: string): void {
  const world = ({ storage, tenant }: Stage) => {
    const clock = testClock(now, zone)
    const crm = createCrm({
      storage,
      plugins: [analytics()],
      tenancy: 'multi',
      clock,
      ids: testIds(),
      zone,
      roles,
      measures,
    })
    return (user: string, role: string) => crm.as({ tenant, user, roles: [role] })
  }

  onOne((stage) => {
    test('a hundred questions by chance are answered as a naive oracle does, row by row', async () => {
      const as = world(stage())
      const random = new Random(20_260_316)
      await filled(as('u_adm', 'admin'), random)
      const day = dayIn(zone)
      const known = new Map<string, Awaited<ReturnType<typeof facts>>>()
      let said = 0
      for (let i = 0; i < 100; i++) {
        const role = random.chance(0.3) ? 'rep' : 'admin'
        const me = as(role === 'rep' ? 'u_1' : 'u_adm', role)
        const currency = random.pick(['CNY', 'USD'])
        const least = random.pick([0, 0, 200])
        const whose = JSON.stringify([role, currency, least])
        const table = known.get(whose) ?? (await facts(me, currency, least))
        known.set(whose, table)
        const names = random.some(Object.keys(table), 0.3)
        if (names.length === 0) names.push('orders.revenue')
        const asked = question(random, names)
        const filters = least === 0 || !names.some((name) => name.startsWith('orders.') || name === 'customers.new')
        const input: Asked = {
          ...{ measures: names, from: asked.from, to: asked.to, currency },
          by: Object.fromEntries(asked.by.map((name) => [name, keys[name as keyof typeof keys]])),
          ...(asked.grain === undefined ? {} : { grain: asked.grain }),
          ...(asked.compareTo === undefined ? {} : { compareTo: asked.compareTo }),
          ...(asked.topN === undefined ? {} : { topN: asked.topN }),
          ...(asked.matrix ? { fill: 'matrix' } : {}),
          ...(filters ? {} : { filters: { order: { total: { gte: least } } } }),
        }
        const expected = answer(
          asked,
          names.map((name) => ({ name, fn: table[name]?.[0] ?? 'count', facts: table[name]?.[1] ?? [] })),
          day,
        )
        const { data } = await me.analytics.query(input)
        const rows = data.rows.map(({ kind, keys: own, period, values }) => ({
          kind,
          keys: own === null ? null : Object.values(own),
          period: period?.start ?? null,
          state: period?.state ?? null,
          values: Object.entries(values).map(([name, { value, n, previous, delta }]) => [
            ...[name, { value, n }, previous, delta?.absolute ?? null],
          ]),
        }))
        expect(rows, JSON.stringify(input)).toEqual(expected.rows)
        const totals = Object.entries(data.totals).map(([name, { value, n }]) => [name, { value, n }])
        expect(totals, JSON.stringify(input)).toEqual(expected.totals)
        said += rows.length
        const same = JSON.stringify(data)
        const before = answers.get(`${zone} ${i}`)
        answers.set(`${zone} ${i}`, same)
        if (before !== undefined) expect(same, `the two databases, ${JSON.stringify(input)}`).toBe(before)
      }
      // The questions have answers.
      expect(said).toBeGreaterThan(1000)
    })
  })
}
