import { describe, expect, test } from 'vitest'
import { chiSquared, compareRates } from '../../../src/math/index.ts'
import { csv, onShared, shared } from '../../shared.ts'

describe('a table of counts', () => {
  const folder = 'crm_sales_opportunities'
  const pipeline = `${folder}/sales_pipeline.csv`
  const wonAndLost = (groupOf: (row: Record<string, string>) => string | undefined) => {
    const table = new Map<string, [number, number]>()
    for (const row of csv(shared(pipeline))) {
      const at = ['Won', 'Lost'].indexOf(row.deal_stage ?? '')
      const group = groupOf(row) ?? ''
      const counts = table.get(group) ?? [0, 0]
      if (at === 0 || at === 1) counts[at] += 1
      table.set(group, counts)
    }
    return [...table.values()]
  }

  onShared('check 14: the win rates of regions do not differ', [pipeline, `${folder}/sales_teams.csv`], () => {
    const teams = new Map(
      [...csv(shared(`${folder}/sales_teams.csv`))].map((row) => [row.sales_agent, row.regional_office]),
    )
    const found = chiSquared(wonAndLost((row) => teams.get(row.sales_agent)))
    expect(found.statistic).toBeCloseTo(1.00766, 5)
    expect(found.p).toBeCloseTo(0.6042, 4)
    expect(found).toMatchObject({ df: 2, n: 6711, small: [], verdict: 'no evidence' })
  })

  onShared('check 14: nor do those of products, one of which sold little', [pipeline], () => {
    const found = chiSquared(wonAndLost((row) => row.product))
    expect(found.statistic).toBeCloseTo(6.47735, 5)
    expect(found.p).toBeCloseTo(0.37189, 5)
    expect(found.df).toBe(6)
  })

  test('two rows and two columns: the square of z', () => {
    const z = compareRates({ num: 56, den: 70 }, { num: 48, den: 80 })
    const found = chiSquared([
      [56, 14],
      [48, 32],
    ])
    expect(found.statistic).toBeCloseTo((z.statistic ?? 0) ** 2, 10)
    expect(found.p).toBeCloseTo(z.p ?? 0, 10)
    expect(found.verdict).toBe('difference')
  })

  test('rows and columns of nothing are passed over', () => {
    const found = chiSquared([
      [56, 0, 14],
      [0, 0, 0],
      [48, 0, 32],
    ])
    expect(found).toEqual(
      chiSquared([
        [56, 14],
        [48, 32],
      ]),
    )
  })

  test('a small group, or thin cells, make it insufficient and name the group', () => {
    expect(
      chiSquared([
        [20, 9],
        [100, 100],
      ]),
    ).toMatchObject({ small: [0], verdict: 'insufficient' })
    expect(
      chiSquared([
        [31, 9],
        [100, 100],
      ]),
    ).toMatchObject({ small: [], verdict: 'difference' })
    expect(
      chiSquared([
        [999, 1],
        [990, 10],
      ]),
    ).toMatchObject({ small: [], verdict: 'difference' })
    expect(
      chiSquared([
        [999, 1],
        [995, 5],
      ]),
    ).toMatchObject({ small: [], verdict: 'insufficient' })
  })

  test('nothing to compare', () => {
    for (const table of [
      [],
      [[]],
      [[1, 2]],
      [[5], [6]],
      [
        [40, 0],
        [50, 0],
      ],
      [
        [0, 0],
        [0, 0],
      ],
    ]) {
      expect(chiSquared(table)).toMatchObject({ statistic: null, df: 0, p: null, verdict: 'insufficient' })
    }
  })

  test('what is no table is refused', () => {
    expect(() => chiSquared([[1, 2], [3]])).toThrow(expect.objectContaining({ code: 'INVALID', path: 'table[1]' }))
    expect(() =>
      chiSquared([
        [1, 2],
        [3, -1],
      ]),
    ).toThrow(expect.objectContaining({ path: 'table[1][1]' }))
    expect(() =>
      chiSquared([
        [1, 2],
        [3, 0.5],
      ]),
    ).toThrow(expect.objectContaining({ path: 'table[1][1]' }))
  })
})
