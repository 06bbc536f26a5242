import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import {
  addDuration,
  daysOf,
  epochOf,
  formatInstant,
  isDate,
  isZone,
  localDate,
  offsetsOf,
  parseDuration,
  parseInstant,
  type Range,
  shiftTime,
  startOfDay,
  windowOf,
} from '../../src/time/index.ts'

const at = (text: string) => epochOf(text)

describe('instants', () => {
  test.each([
    ['2026-03-01T09:30:00.000Z', '2026-03-01T09:30:00.000Z'],
    ['2026-03-01T09:30:00+08:00', '2026-03-01T01:30:00.000Z'],
    ['2026-03-01T09:30Z', '2026-03-01T09:30:00.000Z'],
    ['2026-03-01t09:30:00.1z', '2026-03-01T09:30:00.100Z'],
    ['2026-03-01T09:30:00,123456789-0330', '2026-03-01T13:00:00.123Z'],
    ['20260301T093000.5+08', '2026-03-01T01:30:00.500Z'],
    ['2024-02-29T23:59:59.999-23:59', '2024-03-01T23:58:59.999Z'],
    ['0001-01-02T00:00:00Z', '0001-01-02T00:00:00.000Z'],
    ['9999-12-30T23:59:59.999Z', '9999-12-30T23:59:59.999Z'],
  ])('%s is %s', (text, canonical) => expect(parseInstant(text)).toBe(canonical))

  test.each([
    '2026-03-01',
    '2026-03-01T09:30:00',
    '2026-03-01 09:30:00Z',
    '2023-02-29T00:00:00.000Z',
    '2026-13-01T00:00:00.000Z',
    '2026-03-01T24:00:00.000Z',
    '2026-03-01T09:60:00Z',
    '2026-12-31T23:59:60Z',
    '2026-03-01T09:30:00+24:00',
    '2026-03-01T09:30:00+08:00[Asia/Shanghai]',
    '+002026-03-01T09:30:00Z',
    '0000-01-01T00:00:00.000Z',
    '0001-01-01T23:59:59.999Z',
    '0001-01-02T00:00:00+08:00',
    '9999-12-30T23:59:59-01:00',
    '9999-12-31T00:00:00.000Z',
    '2026-03-01T09:30:00.000Z\n',
    '',
  ])('%j is none', (text) => expect(parseInstant(text)).toBeUndefined())

  test('days are strict', () => {
    expect(['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'].every(isDate)).toBe(true)
    const wrong = [
      '2023-02-29',
      '1900-02-29',
      '2026-04-31',
      '2026-4-1',
      '0000-01-01',
      '2026-00-10',
      '2026-01-00',
      '2026-01-01T',
    ]
    expect(wrong.some(isDate)).toBe(false)
  })
})

describe('zones', () => {
  test('only names of the IANA', () => {
    expect(['UTC', 'Asia/Shanghai', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'].every(isZone)).toBe(true)
    expect(['+08:00', '', 'Mars/Olympus', 'Asia/Shanghai\0', 'UTC; drop'].some(isZone)).toBe(false)
  })

  test('offsets are those in force at every instant', () => {
    for (const zone of [
      'America/Los_Angeles',
      'Asia/Shanghai',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
      'Pacific/Apia',
    ]) {
      const table = offsetsOf(zone, at('1800-01-01T00:00:00.000Z'), at('2100-01-01T00:00:00.000Z'))
      for (let ms = at('1890-01-01T00:00:00.000Z'); ms < at('2099-12-01T00:00:00.000Z'); ms += 86_400_000 * 61.7) {
        const own = table.findLast(({ from }) => from === null || from <= ms)
        const zoned = Temporal.Instant.fromEpochMilliseconds(Math.floor(ms)).toZonedDateTimeISO(zone)
        expect(own?.offset).toBe(zoned.offsetNanoseconds / 1e6)
      }
    }
  })

  test('days begin when they begin', () => {
    expect(localDate(at('2026-02-28T16:00:00.000Z'), 'Asia/Shanghai')).toBe('2026-03-01')
    expect(formatInstant(startOfDay('2026-03-01', 'Asia/Shanghai'))).toBe('2026-02-28T16:00:00.000Z')
    // Midnight did not exist in São Paulo that day.
    expect(formatInstant(startOfDay('2018-11-04', 'America/Sao_Paulo'))).toBe('2018-11-04T03:00:00.000Z')
  })
})

describe('durations', () => {
  test.each([
    ['P3M', { months: 3, days: 0, ms: 0 }],
    ['PT2160H', { months: 0, days: 0, ms: 2160 * 3_600_000 }],
    ['P1Y2M3W4DT5H6M7.89S', { months: 14, days: 25, ms: 5 * 3_600_000 + 6 * 60_000 + 7890 }],
    ['P0D', { months: 0, days: 0, ms: 0 }],
  ])('%s', (text, duration) => expect(parseDuration(text)).toEqual(duration))

  test.each(['P', 'PT', 'P1DT', '-P1D', 'P-1D', 'P1.5D', '3M', 'P1H', 'PT1D', 'P9999Y', 'P1M1Y', 'p3m', ''])(
    '%j is none',
    (text) => expect(parseDuration(text)).toBeUndefined(),
  )

  test('calendar units are counted in the zone, the day clamped; hours are exact', () => {
    const add = (text: string, duration: string, zone: string, sign: 1 | -1 = 1) =>
      formatInstant(addDuration(at(text), parseDuration(duration) as never, zone, sign))
    expect(add('2026-11-30T12:00:00.000Z', 'P3M', 'UTC')).toBe('2027-02-28T12:00:00.000Z')
    expect(add('2026-05-31T12:00:00.000Z', 'P3M', 'Asia/Shanghai', -1)).toBe('2026-02-28T12:00:00.000Z')
    // A day across the change of the clock has 23 hours; 24 hours have 24.
    expect(add('2026-03-07T20:00:00.000Z', 'P1D', 'America/Los_Angeles')).toBe('2026-03-08T19:00:00.000Z')
    expect(add('2026-03-07T20:00:00.000Z', 'PT24H', 'America/Los_Angeles')).toBe('2026-03-08T20:00:00.000Z')
  })
})

describe('what is within a duration', () => {
  const holds = (ranges: readonly Range[], event: number) =>
    ranges.some((r) => event >= r.from && (r.to === null || event < r.to))
  const within = (event: number, now: number, duration: string, zone: string) =>
    holds(windowOf(now, parseDuration(duration) as never, zone), event)

  test('M03: an order of 31 May is within P3M until 31 August, one of 31 August until 30 November', () => {
    const may = at('2026-05-31T12:00:00.000Z')
    const end = at('2026-08-31T12:00:00.000Z')
    expect([within(may, end - 1, 'P3M', 'Asia/Shanghai'), within(may, end, 'P3M', 'Asia/Shanghai')]).toEqual([
      true,
      false,
    ])
    const august = at('2026-08-31T11:59:59.000Z')
    const november = at('2026-11-30T11:59:59.000Z')
    expect(within(august, november - 1, 'P3M', 'Asia/Shanghai')).toBe(true)
    expect(within(august, november, 'P3M', 'Asia/Shanghai')).toBe(false)
  })

  test('agrees with adding, event by event, around month ends and changes of the clock', () => {
    const zones = [
      'UTC',
      'Asia/Shanghai',
      'America/Los_Angeles',
      'Pacific/Apia',
      'Australia/Lord_Howe',
      'America/Sao_Paulo',
    ]
    const durations = ['P1M', 'P3M', 'P1D', 'P1Y', 'P1M2DT5H', 'P9M', 'PT720H']
    const nows = [
      '2026-02-28T12:00:00.000Z',
      '2025-11-02T09:30:00.000Z',
      '2026-03-08T10:15:00.000Z',
      '2018-11-04T03:30:00.000Z',
      '2024-05-31T00:00:00.000Z',
    ]
    for (const zone of zones) {
      for (const text of durations) {
        for (const now of nows.map(at)) {
          const duration = parseDuration(text) as never
          const ranges = windowOf(now, duration, zone)
          const middle = addDuration(now, duration, zone, -1)
          for (let shift = -84; shift <= 84; shift += 1) {
            const event = middle + shift * 3_600_000
            const expected = now < addDuration(event, duration, zone)
            expect([zone, text, now, event, holds(ranges, event)]).toEqual([zone, text, now, event, expected])
          }
        }
      }
    }
  })

  test('a day stands for its first instant', () => {
    const now = at('2026-08-31T10:00:00.000Z')
    expect(daysOf(now, parseDuration('P3M') as never, 'UTC')).toEqual([{ from: '2026-06-01', to: null }])
    expect(daysOf(now, parseDuration('P1D') as never, 'UTC')).toEqual([{ from: '2026-08-31', to: null }])
    expect(daysOf(now, parseDuration('P1D') as never, 'Asia/Shanghai')).toEqual([{ from: '2026-08-31', to: null }])
    expect(daysOf(now, parseDuration('P1D') as never, 'Pacific/Kiritimati')).toEqual([{ from: '2026-09-01', to: null }])
  })
})

describe('shiftTime', () => {
  test.each([
    ['2026-01-31', 'P1M', '2026-02-28'],
    ['2026-03-31', '-P1M', '2026-02-28'],
    ['2024-02-29', 'P1Y', '2025-02-28'],
    ['2026-03-16', 'P1W', '2026-03-23'],
    // A day that is an hour short, and an exact day.
    ['2026-03-28T11:00:00Z', 'P1D', '2026-03-29T10:00:00.000Z'],
    ['2026-03-28T11:00:00Z', 'PT24H', '2026-03-29T11:00:00.000Z'],
    ['2026-03-29T10:00:00Z', '-P1D', '2026-03-28T11:00:00.000Z'],
    ['2026-03-16T09:00:00+08:00', 'P3DT1H', '2026-03-19T02:00:00.000Z'],
  ])('%s and %s is %s', (from, by, to) => {
    expect(shiftTime(from, by, 'Europe/Berlin')).toBe(to)
  })

  test.each([
    ['2026-03-16', 'PT1H', 'duration'],
    ['2026-03-16', '3 days', 'duration'],
    ['2026-03-16', 'P3', 'duration'],
    ['2026-02-30', 'P1D', 'from'],
    ['yesterday', 'P1D', 'from'],
  ])('%s and %s is refused', (from, by, path) => {
    expect(() => shiftTime(from, by, 'Europe/Berlin')).toThrow(expect.objectContaining({ code: 'INVALID', path }))
  })
})
