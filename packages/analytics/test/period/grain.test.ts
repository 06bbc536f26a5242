import { expect, test } from 'vitest'
import { grains, shifted, startOf } from '../../src/period/grain.ts'

test.each([
  ['1969-12-28', '1969-12-22'],
  ['1969-12-29', '1969-12-29'],
  ['1970-01-01', '1969-12-29'],
  ['1970-01-04', '1969-12-29'],
  ['1970-01-05', '1970-01-05'],
  ['1900-01-07', '1900-01-01'],
  ['2026-03-15', '2026-03-09'],
])('the week of %s begins on Monday %s, before 1970 as well', (day, monday) => {
  expect(startOf(day, 'week')).toBe(monday)
})

test('each period begins on its own first day, and not after the day', () => {
  const begins = (day: string) => grains.map((grain) => startOf(day, grain))
  expect(begins('1968-08-31')).toEqual(['1968-08-31', '1968-08-26', '1968-08-01', '1968-07-01', '1968-01-01'])
  expect(begins('2026-12-31')).toEqual(['2026-12-31', '2026-12-28', '2026-12-01', '2026-10-01', '2026-01-01'])
})

test('a period later or earlier is a whole one', () => {
  const add = (from: string, duration: string) => `${from} ${duration}`
  const asked = grains.map((grain) => shifted('d', grain, grain === 'week' ? -2 : 1, { add }))
  expect(asked).toEqual(['d P1D', 'd -P14D', 'd P1M', 'd P3M', 'd P12M'])
})
