import { expect, test } from 'vitest'
import { quantiles } from '../../../src/math/index.ts'
import { csv, onShared, shared } from '../../shared.ts'

test('type 7 interpolates, nearest rank takes a value that occurred; the answer names its method', () => {
  // Hyndman and Fan's definition 7 of 1..10 as R's quantile() prints it.
  const values = [10, 3, 7, 1, 9, 2, 8, 4, 6, 5]
  expect(quantiles(values, [0, 0.1, 0.25, 0.5, 0.9, 1])).toEqual({
    method: 'type 7',
    n: 10,
    excluded: 0,
    values: [1, 1.9, 3.25, 5.5, 9.1, 10],
  })
  expect(quantiles(values, [0, 0.1, 0.25, 0.5, 0.9, 1], 'nearest rank')).toEqual({
    method: 'nearest rank',
    n: 10,
    excluded: 0,
    values: [1, 1, 3, 5, 9, 10],
  })
})

test('nearest rank is not misled by a product a hair above a whole number', () => {
  const values = Array.from({ length: 100 }, (_, i) => i + 1)
  const shares = values.map((i) => i / 100)
  expect(quantiles(values, shares, 'nearest rank').values).toEqual(values)
})

test('no data have no quantile; what is no number is left out and counted', () => {
  expect(quantiles([], [0.5]).values).toEqual([null])
  expect(quantiles([Number.NaN, 4, Infinity], [0, 1])).toMatchObject({ n: 1, excluded: 2, values: [4, 4] })
})

test('a share outside 0 to 1 is refused at its place', () => {
  expect(() => quantiles([1], [0.5, 50])).toThrow(expect.objectContaining({ code: 'INVALID', path: 'shares[1]' }))
  expect(() => quantiles([1], [Number.NaN])).toThrow(expect.objectContaining({ path: 'shares[0]' }))
})

const pipeline = 'crm_sales_opportunities/sales_pipeline.csv'
onShared('check 13: the cycle of won and lost deals', [pipeline], () => {
  const rows = [...csv(shared(pipeline))]
  const days = (stage: string) =>
    rows
      .filter((row) => row.deal_stage === stage)
      .map((row) => (Date.parse(row.close_date ?? '') - Date.parse(row.engage_date ?? '')) / 86_400_000)
  expect(quantiles(days('Won'), [0.5, 0.9, 1]).values).toEqual([57, 106, 138])
  expect(quantiles(days('Lost'), [0.5]).values).toEqual([14])
})
