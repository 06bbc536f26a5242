import { createCrm } from '@guanxi/core'
import { testClock, testIds } from '@guanxi/testkit'
import { expect } from 'vitest'
import { analytics } from '../../src/index.ts'
import { onOne, type Stage } from '../on-one.ts'
import { onShared } from '../shared.ts'
import { customersOf, file, type Invoice, inLondon, invoices, pence } from './online-retail.ts'

const zone = 'Europe/London'
const all = { from: '2010-12-01', to: '2011-12-10' }
const options = { timeout: 120_000 }

/** What is asked once on each database; both must say the same. */
const answers = new Map<string, unknown>()

onOne((stage, name) => {
  let here: Awaited<ReturnType<typeof load>> | undefined
  const imported = async () => (here ??= await load(stage(), name))

  onShared(
    'check 10: 397,884 lines, 4,338 customers, 18,532 invoices, 8,911,407.90; the cohort of December 2010',
    [file],
    async () => {
      const { me } = await imported()
      expect(read().lines).toBe(397_884)
      const [sums] = await me.orders.aggregate({
        measures: {
          n: { fn: 'count' },
          total: { fn: 'sum', field: 'total' },
          customers: { fn: 'countDistinct', field: 'companyId' },
        },
      })
      expect(sums).toEqual({ n: 18_532, total: 891_140_790, customers: 4338 })
      const { data, meta } = await me.analytics.cohorts({ ...all, asOf: '2011-12-10' })
      const rows = data.cohorts.map(({ cells }) => cells.map(({ value }) => value))
      expect(rows[0]).toEqual([885, 324, 286, 340, 321, 352, 321, 309, 313, 350, 331, 445, 235])
      expect(rows[1]?.slice(0, 3)).toEqual([417, 92, 111])
      expect(rows.map((cells) => cells.length)).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
      expect(data.cohorts.map(({ partial }) => partial).filter(Boolean)).toHaveLength(1)
      expect(data.cohorts[0]?.cells.map(({ partial }) => partial).lastIndexOf(true)).toBe(12)
      expect(meta.rows).toBe(18_532)
      // What comes after December is not known, and not nothing.
      const longer = await me.analytics.cohorts({ ...all, to: '2012-03-01', asOf: '2011-12-10' })
      expect(longer.data.cohorts[0]?.cells.slice(12).map(({ value }) => value)).toEqual([235, null, null])
      expect(longer.data.cohorts).toHaveLength(13)
      equalOnBoth('cohorts', name, data)
    },
    options,
  )

  onShared(
    'check 10: what cohorts bought comes to the sums of the months',
    [file],
    async () => {
      const { me } = await imported()
      const { data } = await me.analytics.cohorts({ ...all, asOf: '2011-12-10', measure: 'revenue' })
      const month = (period: string) =>
        data.cohorts
          .flatMap(({ cells }) => cells)
          .reduce((sum, cell) => sum + (cell.period === period ? (cell.value ?? 0) : 0), 0)
      expect([month('2010-12-01'), month('2011-11-01'), month('2011-12-01')]).toEqual([
        57_271_389, 116_181_738, 51_819_279,
      ])
      equalOnBoth('revenue', name, data)
    },
    options,
  )

  onShared(
    'check 11: 2,790 of 4,338 bought on two days (.643154), 2,845 have two invoices; the top 20 % have .745940, 1,133 make 80 %, the UK .820116',
    [file],
    async () => {
      const { me, ids } = await imported()
      const { data: again } = await me.analytics.repurchase(all)
      expect(again).toMatchObject({ num: 2790, den: 4338, value: expect.closeTo(0.643154, 6) })
      const { rows } = (await me.analytics.rfm({ frequency: 'orders' })).data
      expect(rows.filter(({ frequency }) => frequency >= 2)).toHaveLength(2845)
      expect(2845 / rows.length).toBeCloseTo(0.655832, 6)
      const { data } = await me.analytics.concentration({ ...all, top: 1, shares: [0.2] })
      expect(data).toMatchObject({ n: 4338, total: 891_140_790, n80: 1133 })
      expect(data.top).toMatchObject([{ key: ids.get('14646'), value: 28_020_602 }])
      expect(data.shares).toEqual([{ p: 0.2, holders: 867, share: expect.closeTo(0.74594, 6) }])
      const countries = (await me.analytics.concentration({ ...all, by: 'region' })).data
      expect(countries.top[0]).toMatchObject({ key: 'United Kingdom', share: expect.closeTo(0.820116, 6) })
      equalOnBoth('repurchase', name, again)
      equalOnBoth('concentration', name, [data.gini, data.shares, countries])
    },
    options,
  )

  onShared(
    'check 12: every R, F and M cell is that of a naive reckoning',
    [file],
    async () => {
      const { me, ids } = await imported()
      const { data } = await me.analytics.rfm({ asOf: '2011-12-10' })
      const said = new Map(data.rows.map(({ customer, r, f, m }) => [customer.id, [r, f, m]]))
      const reckoned = naive(read().invoices, ids)
      expect(said.size).toBe(4338)
      expect([...said]).toEqual([...reckoned].sort(([a], [b]) => (a < b ? -1 : 1)))
      expect(data.cells.reduce((sum, { customers }) => sum + customers, 0)).toBe(4338)
      equalOnBoth('rfm', name, data.cells)
    },
    options,
  )
})

let cached: ReturnType<typeof invoices> | undefined
const read = () => (cached ??= invoices())

/** The whole file: a company a customer, an order an invoice; on Postgres the last ones come first. */
async function load({ storage, tenant }: Stage, name: string) {
  const clock = testClock('2012-06-01T12:00:00Z', zone)
  const crm = createCrm({ storage, plugins: [analytics()], tenancy: 'multi', clock, ids: testIds(), zone })
  const me = crm.as({ tenant, user: 'u_adm', roles: ['admin'] })
  const numbers = customersOf(read().invoices)
  const made = await me.companies.createMany(numbers.map((name) => ({ name })))
  const ids = new Map(numbers.map((number, i) => [number, made.ids[i] ?? '']))
  const orders = read().invoices.map((invoice) => ({
    companyId: ids.get(invoice.customer) ?? '',
    placedAt: inLondon(invoice.at),
    region: invoice.country,
    currency: 'GBP',
    total: pence(invoice),
  }))
  await me.orders.createMany(name === 'sqlite' ? orders : orders.toReversed())
  return { me, ids }
}

function equalOnBoth(what: string, name: string, answer: unknown): void {
  const other = answers.get(what)
  if (other === undefined) answers.set(what, { name, answer })
  else expect({ name: (other as { name: string }).name, answer }).toEqual(other)
}

/** For each customer the day of his last invoice, his days, his pounds; each sorted by (value, id) and cut into fifths. */
function naive(of: readonly Invoice[], ids: ReadonlyMap<string, string>): Map<string, number[]> {
  const own = new Map<string, Invoice[]>()
  for (const one of of) own.set(one.customer, [...(own.get(one.customer) ?? []), one])
  const padded = (value: number) => String(value).padStart(12, '0')
  const customers = [...ids].map(([number, id]) => {
    const all = own.get(number) ?? []
    const days = all.map(({ at }) => at.slice(0, 10)).sort()
    const pounds = all.reduce((sum, one) => sum + pence(one), 0)
    return { id, values: [days.at(-1) ?? '', padded(new Set(days).size), padded(pounds)] }
  })
  const scores = new Map(customers.map(({ id }) => [id, [0, 0, 0]]))
  for (const which of [0, 1, 2]) {
    const ranked = customers
      .map(({ id, values }) => ({ id, sort: `${values[which]} ${id}` }))
      .sort((a, b) => (a.sort < b.sort ? -1 : 1))
    const sizes = [1, 2, 3, 4, 5].map((tile) => Math.floor(ranked.length / 5) + (tile <= ranked.length % 5 ? 1 : 0))
    let at = 0
    for (const [tile, size] of sizes.entries())
      for (let i = 0; i < size; i++) {
        const score = scores.get(ranked[at++]?.id ?? '')
        if (score !== undefined) score[which] = tile + 1
      }
  }
  return scores
}
