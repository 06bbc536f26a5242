import { beforeAll, expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { type Me, world } from '../world.ts'
import { importCdnow } from './cdnow.ts'
import { allSummaries } from './pages.ts'

/** The end of September 1997, of which the published numbers tell. */
const asOf = '1997-10-01'

onOne((stage, name) => {
  let me: Me
  let numbers: Map<string, number>
  // The whole on SQLite, a quarter of it on Postgres.
  const whole = name === 'sqlite'
  beforeAll(async () => {
    me = world(stage()).admin
    numbers = await importCdnow(me, (n) => whole || n <= 600)
  }, 60_000)

  test('check 1: the summary, in pages of 500', async () => {
    const rows = await allSummaries(me, { asOf, limit: 500 })
    expect(rows.length).toBe(whole ? 2357 : 600)
    if (whole) {
      expect(rows.reduce((sum, { x }) => sum + x, 0)).toBe(2457)
      expect(rows.filter(({ x }) => x > 0).length).toBe(946)
    }
    const first = rows.find(({ customer }) => numbers.get(customer.id) === 1)
    expect(first).toMatchObject({ x: 2, spend: 2234.5, zeroDays: 0, first: '1997-01-01', last: '1997-08-02' })
    expect(first?.tx).toBeCloseTo(30.4286, 4)
    expect(first?.T).toBeCloseTo(38.8571, 4)
    expect(new Set(rows.map(({ customer }) => `${customer.kind}:${customer.id}`)).size).toBe(rows.length)
  })

  test('check 7: what customers are worth in 52 weeks at ten percent', async () => {
    const model = { horizon: 52, discount: 0.1 }
    const { data, meta } = await me.analytics.lifetimeValue({ asOf, model, limit: 1000, margin: 1 })
    expect(data.model?.buying.status).toBe('ok')
    const values = data.customers.map(({ value }) => Number(value))
    expect(values).toEqual(values.toSorted((a, b) => b - a))
    expect(values.reduce((sum, v) => sum + v, data.other?.value ?? 0)).toBe(data.model?.value)
    expect(meta.excluded).toEqual({})
    if (!whole) return
    const { buying, spending, value } = data.model ?? {}
    expect(Math.abs(Number(value) - 72_430_00)).toBeLessThan(20_00)
    expect(buying).toMatchObject({ kind: 'bgnbd', n: 2357, repeaters: 946 })
    expect(buying?.params?.r).toBeCloseTo(0.2426, 3)
    expect(spending).toMatchObject({ status: 'ok', n: 946 })
    expect(spending?.correlation).toBeCloseTo(0.1139, 3)
    expect(data.customers.slice(0, 3).map(({ customer }) => numbers.get(customer.id))).toEqual([509, 1081, 1516])
    const { id } = [...numbers].map(([id, n]) => ({ id, n })).find(({ n }) => n === 1) ?? { id: '' }
    const { data: first } = await me.analytics.lifetimeValue({ asOf, model, companyId: id })
    expect(first.customers.map(({ customer }) => customer.id)).toEqual([id])
    expect(Math.abs(Number(first.customers[0]?.value) - 36_75)).toBeLessThan(5)
    expect(first.historic).toEqual({ revenue: 29_33 + 29_73 + 14_96, gross: null, orders: 3, customers: 1 })
  })
})
