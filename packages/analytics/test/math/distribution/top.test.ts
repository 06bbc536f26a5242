import { expect, test } from 'vitest'
import { topN } from '../../../src/math/index.ts'

const rows = [
  { key: 'd', value: 5 },
  { key: 'b', value: 5 },
  { key: 'a', value: 1 },
  { key: 'c', value: 9 },
]

test('the largest, equal ones by key, and the rest as one', () => {
  const top = { rows: [rows[3], rows[1]], other: { rows: 2, value: 6 }, total: 20 }
  expect(topN(rows, 2)).toEqual(top)
  expect(topN(rows.toReversed(), 2)).toEqual(top)
})

test('no rest where all are shown', () => {
  expect(topN(rows, 4).other).toBeNull()
  expect(topN([], 3)).toEqual({ rows: [], other: null, total: 0 })
  expect(topN(rows, 0)).toEqual({ rows: [], other: { rows: 4, value: 20 }, total: 20 })
  expect(() => topN(rows, -1)).toThrow(expect.objectContaining({ code: 'INVALID', path: 'n' }))
})
