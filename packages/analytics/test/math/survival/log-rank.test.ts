import { describe, expect, test } from 'vitest'
import { type Lifetime, logRank } from '../../../src/math/index.ts'
import { csv, onShared, shared } from '../../shared.ts'
import { placebo, sixMp } from './freireich.ts'

describe('log-rank', () => {
  test('check 9: 6-MP against placebo, 16.793', () => {
    const found = logRank([sixMp, placebo])
    expect(found.statistic).toBeCloseTo(16.793, 3)
    expect(found.p).toBeCloseTo(0.0000417, 7)
    // R's survdiff: 9 observed and 19.3 expected, 21 and 10.7.
    expect(found.groups).toEqual([
      { n: 21, events: 9, expected: expect.closeTo(19.25, 2) },
      { n: 21, events: 21, expected: expect.closeTo(10.75, 2) },
    ])
    expect(found).toMatchObject({ status: 'ok', df: 1, verdict: 'insufficient' })
  })

  const telco = 'telco_churn/Telco-Customer-Churn.csv'
  onShared('the Telco customers by gender and by paperless billing', [telco], () => {
    const rows = [...csv(shared(telco))]
    const by = (column: string) =>
      [...new Set(rows.map((row) => row[column]))].map((value) =>
        rows
          .filter((row) => row[column] === value)
          .map((row): Lifetime => ({ time: Number(row.tenure), event: row.Churn === 'Yes' })),
      )
    const gender = logRank(by('gender'))
    expect(gender.statistic).toBeCloseTo(0.52571, 5)
    expect(gender.verdict).toBe('no evidence')
    const paperless = logRank(by('PaperlessBilling'))
    expect(paperless.statistic).toBeCloseTo(189.5115, 4)
    expect(paperless.verdict).toBe('difference')
    const contract = logRank(by('Contract'))
    expect(contract).toMatchObject({ df: 2, verdict: 'difference' })
    expect(contract.statistic).toBeCloseTo(logRank(by('Contract').toReversed()).statistic ?? 0, 6)
  })

  test('of three groups of which two are one: the same as of any order of them', () => {
    const halves = [sixMp.slice(0, 10), sixMp.slice(10), placebo]
    const found = logRank(halves)
    expect(found.df).toBe(2)
    expect(found.statistic).toBeCloseTo(logRank(halves.toReversed()).statistic ?? 0, 10)
    const events = found.groups.reduce((sum, group) => sum + group.events - group.expected, 0)
    expect(events).toBeCloseTo(0, 10)
  })

  test('a group that was never at risk adds no degree of freedom', () => {
    const gone: Lifetime[] = [{ time: 0.5, event: false }]
    const found = logRank([sixMp, gone, placebo, []])
    expect(found.df).toBe(1)
    expect(found.statistic).toBeCloseTo(16.793, 3)
  })

  test('nothing to compare', () => {
    const nothing = { status: 'nothing to compare', statistic: null, df: 0, p: null, verdict: 'insufficient' }
    expect(logRank([])).toMatchObject(nothing)
    expect(logRank([sixMp])).toMatchObject(nothing)
    expect(logRank([[], []])).toMatchObject(nothing)
    expect(logRank([sixMp, [{ time: 1, event: false }]])).toMatchObject(nothing)
    expect(logRank([[{ time: 5, event: true }], [{ time: 1, event: true }]])).toMatchObject({ status: 'ok' })
  })
})
