import { expect, test } from 'vitest'
import { concentration, seeded, topN } from '../../../src/math/index.ts'
import { csv, onShared, shared } from '../../shared.ts'

test('one has all, all have alike', () => {
  expect(concentration([0, 0, 0, 9])).toMatchObject({ gini: 0.75, n80: 1 })
  expect(concentration([5, 5, 5, 5, 5])).toMatchObject({
    gini: 0,
    n80: 4,
    tops: [{ holders: 0 }, { holders: 1, share: 0.2 }],
  })
})

test('Gini is half the mean difference of two, over the mean', () => {
  const { uniform } = seeded(3)
  const values = Array.from({ length: 60 }, () => Math.floor(1000 * uniform() ** 4))
  const total = values.reduce((a, b) => a + b, 0)
  const differences = values.flatMap((a) => values.map((b) => Math.abs(a - b))).reduce((a, b) => a + b, 0)
  expect(concentration(values).gini).toBeCloseTo(differences / (2 * values.length * total), 12)
})

test('the top is floor(p·n), also where the product falls a hair short', () => {
  const { tops } = concentration(new Array<number>(100).fill(1), { tops: [0.29, 0.57, 0.005, 0, 1] })
  expect(tops.map(({ holders }) => holders)).toEqual([29, 57, 0, 0, 100])
  expect(tops.map(({ share }) => share)).toEqual([0.29, 0.57, 0, 0, 1])
})

test('what cannot be shared has a status and no number', () => {
  const nothing = { gini: null, n80: null, tops: [] }
  expect(concentration([])).toEqual({ status: 'empty', n: 0, excluded: 0, total: 0, ...nothing })
  expect(concentration([0, 0])).toMatchObject({ status: 'no total', n: 2, ...nothing })
  expect(concentration([5, -1, 3])).toMatchObject({ status: 'negative', total: 7, ...nothing })
  expect(concentration([1, Number.NaN])).toMatchObject({ status: 'ok', n: 1, excluded: 1, gini: 0, n80: 1 })
  expect(() => concentration([1], { tops: [20] })).toThrow(
    expect.objectContaining({ code: 'INVALID', path: 'tops[0]' }),
  )
})

const pipeline = 'crm_sales_opportunities/sales_pipeline.csv'
onShared('1.10: accounts of the CRM opportunities: top ten .207230, n80 59 of 85, Gini .202111', [pipeline], () => {
  const won = new Map<string, number>()
  for (const row of csv(shared(pipeline))) {
    const { deal_stage, account, close_value } = row
    if (deal_stage === 'Won' && account) won.set(account, (won.get(account) ?? 0) + Number(close_value))
  }
  const { n, n80, gini, total } = concentration([...won.values()])
  expect({ n, n80 }).toEqual({ n: 85, n80: 59 })
  expect(gini).toBeCloseTo(0.202111, 6)
  const top = topN(
    [...won].map(([key, value]) => ({ key, value })),
    10,
  )
  expect(top.rows.slice(0, 3).map(({ key, value }) => [key, value])).toEqual([
    ['Kan-code', 341_455],
    ['Konex', 269_245],
    ['Condax', 206_410],
  ])
  expect(1 - (top.other?.value ?? 0) / total).toBeCloseTo(0.20723, 6)
})

const retail = 'online_retail/online_retail_2010_2011.csv.gz'
onShared('check 11: customers of Online Retail: the top 20 % have .745940, 1,133 have 80 %', [retail], () => {
  const pounds = new Map<string, number>()
  for (const row of csv(shared(retail))) {
    const { InvoiceNo = '', CustomerID = '' } = row
    const [quantity, price] = [Number(row.Quantity), Number(row.UnitPrice)]
    if (CustomerID === '' || InvoiceNo.startsWith('C') || quantity <= 0 || price <= 0) continue
    pounds.set(CustomerID, (pounds.get(CustomerID) ?? 0) + quantity * price)
  }
  const { n, n80, total, tops } = concentration([...pounds.values()], { tops: [0.2] })
  expect({ n, n80 }).toEqual({ n: 4338, n80: 1133 })
  expect(total).toBeCloseTo(8_911_407.904, 3)
  expect(tops[0]?.share).toBeCloseTo(0.74594, 6)
  const best = topN(
    [...pounds].map(([key, value]) => ({ key, value })),
    1,
  )
  expect(best.rows[0]?.key).toBe('14646')
  expect(best.rows[0]?.value).toBeCloseTo(280_206.02, 2)
})
