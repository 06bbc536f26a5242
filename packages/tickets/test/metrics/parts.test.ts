import { expect, test } from 'vitest'
import { bandOf, cellOf, onlyValueOf, partsOf } from '../../src/metrics/band.ts'
import { spansOf } from '../../src/metrics/spans.ts'
import { ranksOf } from '../../src/metrics/statistic.ts'

test('T31: the median is in the middle, p90 the nearest rank', () => {
  for (let n = 1; n <= 200; n++) {
    const values = Array.from({ length: n }, (_, i) => i)
    const { middle, p90 } = ranksOf(n)
    const half = values.filter((value) => value < middle[0]).length
    expect(values.filter((value) => value > middle[1]).length, `${n}`).toBe(half)
    expect(middle[1] - middle[0]).toBe(n % 2 === 0 ? 1 : 0)
    // The least value that nine tenths do not exceed: in whole numbers, without a rounding of 0.9.
    expect(p90, `${n}`).toBe(values.find((value) => (value + 1) * 10 >= n * 9))
  }
})

test('bands follow each other without a gap, and none is wider than a sixteenth of its values', () => {
  const wrong: number[] = []
  let first = 0
  for (let seconds = 1; seconds < 100_000; seconds++) {
    const [band, before] = [bandOf(seconds), bandOf(seconds - 1)]
    if (band !== before) first = seconds
    if (band - before > 1 || band < before || seconds - first > first / 16) wrong.push(seconds)
    if (onlyValueOf(band) !== undefined && onlyValueOf(band) !== seconds) wrong.push(seconds)
  }
  expect(wrong).toEqual([])
  expect([bandOf(31_536_000), bandOf(2 ** 40)]).toEqual([350, bandOf(2 ** 31 - 1)])
})

test('a cell tells its band and whose it is, whatever he is called', () => {
  for (const by of [null, 'u_1', 'Ada Lovelace', ' ', '王 芳'])
    expect(partsOf(cellOf('2026', 135, by))).toEqual({ band: 135, by })
})

test('a period is whole months, and at most half a month at either end', () => {
  const spell = (from: string, to: string) =>
    spansOf(from, to).map((span) => `${span.sign} ${span.from.slice(0, 13)} ${span.to.slice(0, 13)}`)
  expect(spell('2025-12-31T16:00:00.000Z', '2026-01-31T16:00:00.000Z')).toEqual([
    '1 2026-01-01T00 2026-02-01T00',
    '1 2025-12-31T16 2026-01-01T00',
    '-1 2026-01-31T16 2026-02-01T00',
  ])
  expect(spell('2026-01-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z')).toEqual(['1 2026-01-01T00 2026-04-01T00'])
  expect(spell('2026-01-10T00:00:00.000Z', '2026-02-20T00:00:00.000Z')).toEqual([
    '1 2026-01-01T00 2026-03-01T00',
    '-1 2026-01-01T00 2026-01-10T00',
    '-1 2026-02-20T00 2026-03-01T00',
  ])
  expect(spell('2026-03-09T00:00:00.000Z', '2026-03-17T00:00:00.000Z')).toEqual(['1 2026-03-09T00 2026-03-17T00'])
  expect(spell('2026-01-20T00:00:00.000Z', '2026-02-03T00:00:00.000Z')).toEqual(['1 2026-01-20T00 2026-02-03T00'])
})
