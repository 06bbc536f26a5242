import { describe, expect, test } from 'vitest'
import { businessCalendar, type CalendarDefinition, isCrmError, type OpeningHours } from '../../src/calendar-entry.ts'

const [minute, hour] = [60, 3600]

const everyday = (hours: readonly OpeningHours[]) => ({
  1: hours,
  2: hours,
  3: hours,
  4: hours,
  5: hours,
  6: hours,
  7: hours,
})
const weekdays = (hours: readonly OpeningHours[]) => ({ 1: hours, 2: hours, 3: hours, 4: hours, 5: hours })
const withLunch: OpeningHours[] = [
  ['09:00', '12:00'],
  ['13:30', '18:00'],
]
const nineToFive: OpeningHours[] = [['09:00', '17:00']]
const cn: CalendarDefinition = { timeZone: 'Asia/Shanghai', week: weekdays(withLunch) }
const de: CalendarDefinition = { timeZone: 'Europe/Berlin', week: weekdays(nineToFive) }
const ny: CalendarDefinition = { timeZone: 'America/New_York', week: weekdays(nineToFive) }
const always = (timeZone: string): CalendarDefinition => ({ timeZone, week: everyday([['00:00', '24:00']]) })

describe('due times', () => {
  test('over lunch (T01)', () => {
    expect(businessCalendar(cn).add('2026-09-18T11:30:00+08:00', 4 * hour)).toBe('2026-09-18T09:00:00.000Z')
  })

  test('over holidays and a make-up day (T02)', () => {
    const holidays = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ date: `2026-10-0${day}` }))
    const overrides = { '2026-09-20': withLunch, '2026-10-10': withLunch }
    const calendar = businessCalendar({ ...cn, holidays, overrides })
    expect(calendar.add('2026-09-30T17:00:00+08:00', 10 * hour)).toBe('2026-10-09T02:30:00.000Z')
    expect(calendar.add('2026-10-09T17:00:00+08:00', 4 * hour)).toBe('2026-10-10T04:00:00.000Z')
  })

  test('day and night: no minute is lost at midnight, nor by a clock that is put forward or back (T03, T06)', () => {
    const calendar = businessCalendar(always('America/New_York'))
    expect(calendar.add('2026-03-08T04:00Z', 8 * hour)).toBe('2026-03-08T12:00:00.000Z')
    expect(calendar.add('2026-11-01T03:00Z', 8 * hour)).toBe('2026-11-01T11:00:00.000Z')
    expect(calendar.between('2026-01-01T00:00Z', '2027-01-01T00:00Z')).toBe(365 * 24 * hour)
  })

  test('over a weekend in which the clock is put forward (T04)', () => {
    expect(businessCalendar(ny).add('2026-03-06T21:00Z', 2 * hour)).toBe('2026-03-09T14:00:00.000Z')
  })

  test('a night has five hours or seven (T05)', () => {
    const night = businessCalendar({ timeZone: 'Europe/Berlin', week: { 7: [['00:00', '06:00']] } })
    expect(night.between('2026-03-28T12:00Z', '2026-03-29T12:00Z')).toBe(18_000)
    expect(night.add('2026-03-29T00:00:00+01:00', 5 * hour)).toBe('2026-03-29T04:00:00.000Z')
    expect(night.between('2026-10-24T12:00Z', '2026-10-25T12:00Z')).toBe(25_200)
    expect(night.add('2026-10-25T00:00:00+02:00', 6.5 * hour)).toBe('2026-10-25T04:30:00.000Z')
  })

  test('what was used before a pause stays used (T07, T08)', () => {
    const calendar = businessCalendar(de)
    const created = '2026-06-01T10:00:00+02:00'
    const used = calendar.between(created, '2026-06-01T15:00:00+02:00')
    expect(used).toBe(5 * hour)
    expect(calendar.add('2026-06-03T11:00:00+02:00', 8 * hour - used)).toBe('2026-06-03T12:00:00.000Z')
    const overnight = calendar.between(created, '2026-06-01T17:00:00+02:00')
    expect(calendar.add('2026-06-02T09:00:00+02:00', 8 * hour - overnight)).toBe('2026-06-02T08:00:00.000Z')
  })

  test('warnings are in business time (T10)', () => {
    const calendar = businessCalendar(de)
    const monday = '2026-06-01T15:00:00+02:00'
    expect(calendar.add(monday, 0.75 * 8 * hour)).toBe('2026-06-02T11:00:00.000Z')
    expect(calendar.add(monday, 8 * hour)).toBe('2026-06-02T13:00:00.000Z')

    const long = businessCalendar({ timeZone: 'Europe/Berlin', week: weekdays([['08:00', '18:00']]) })
    const due = long.add('2026-06-01T17:00:00+02:00', 4 * hour)
    expect([due, long.add(due, -hour)]).toEqual(['2026-06-02T09:00:00.000Z', '2026-06-02T08:00:00.000Z'])

    const short = calendar.add('2026-06-01T16:30:00+02:00', hour)
    expect([short, calendar.add(short, -45 * minute)]).toEqual(['2026-06-02T07:30:00.000Z', '2026-06-01T14:45:00.000Z'])
  })

  test('another calendar, another due time (T12)', () => {
    const closed = businessCalendar({ ...de, holidays: [{ date: '2026-06-02' }] })
    const from = '2026-06-01T15:00:00+02:00'
    expect(businessCalendar(de).add(from, 4 * hour)).toBe('2026-06-02T09:00:00.000Z')
    expect(closed.add(from, 4 * hour)).toBe('2026-06-03T09:00:00.000Z')
  })

  test('a reply within two hours, asked for an hour before the weekend (T18)', () => {
    expect(businessCalendar(cn).add('2026-09-18T17:00:00+08:00', 2 * hour)).toBe('2026-09-21T02:00:00.000Z')
  })
})

describe('the edges of a time', () => {
  const calendar = businessCalendar(de)

  test('it ends at its close, and going back at its opening', () => {
    expect(calendar.add('2026-06-01T09:00:00+02:00', 8 * hour)).toBe('2026-06-01T15:00:00.000Z')
    expect(calendar.add('2026-06-02T10:00:00+02:00', -hour)).toBe('2026-06-02T07:00:00.000Z')
    expect(calendar.add('2026-06-02T10:00:00+02:00', -hour - 0.001)).toBe('2026-06-01T14:59:59.999Z')
  })

  test('at its opening it is open, at its close it is not', () => {
    const instants = ['06:59:59.999', '07:00', '14:59:59.999', '15:00'].map((time) => `2026-06-01T${time}Z`)
    expect(instants.map((at) => calendar.isOpen(at))).toEqual([false, true, true, false])
    expect(instants.map((at) => calendar.nextOpen(at))).toEqual([
      '2026-06-01T07:00:00.000Z',
      '2026-06-01T07:00:00.000Z',
      '2026-06-01T14:59:59.999Z',
      '2026-06-02T07:00:00.000Z',
    ])
  })

  test('nothing added is the instant, spelled in UTC', () => {
    expect(calendar.add('2026-06-06T12:00:00+02:00', 0)).toBe('2026-06-06T10:00:00.000Z')
    expect(calendar.add('2026-06-06T12:00:00+02:00', -0)).toBe('2026-06-06T10:00:00.000Z')
  })

  test('milliseconds are exact', () => {
    expect(calendar.between('2026-06-01T08:00:00.001Z', '2026-06-01T08:00:00.304Z')).toBe(0.303)
    expect(calendar.add('2026-06-01T08:00:00.001Z', 0.1 + 0.2)).toBe('2026-06-01T08:00:00.301Z')
    expect(calendar.add('2026-06-01T08:00:00.301Z', -(0.1 + 0.2))).toBe('2026-06-01T08:00:00.001Z')
  })
})

describe('the hours of a day', () => {
  test('a night shift belongs to the day on which it begins, holidays or not', () => {
    const night = businessCalendar({
      timeZone: 'Asia/Shanghai',
      week: everyday([['22:00', '06:00']]),
      holidays: [{ date: '2026-05-01' }],
    })
    expect(night.windowsOf('2026-04-30')).toEqual([
      { from: '2026-04-30T14:00:00.000Z', to: '2026-04-30T22:00:00.000Z' },
    ])
    expect(night.windowsOf('2026-05-01')).toEqual([])
    expect(night.isOpen('2026-05-01T05:59:00+08:00')).toBe(true)
    expect(night.nextOpen('2026-05-01T06:00:00+08:00')).toBe('2026-05-02T14:00:00.000Z')
  })

  test('an end like the start is a whole day', () => {
    const calendar = businessCalendar({ timeZone: 'UTC', week: { 1: [['08:00', '08:00']] } })
    expect(calendar.windowsOf('2026-06-01')).toEqual([
      { from: '2026-06-01T08:00:00.000Z', to: '2026-06-02T08:00:00.000Z' },
    ])
  })

  test('an override beats weekday and holiday, and none closes the day', () => {
    const calendar = businessCalendar({
      ...cn,
      holidays: [{ date: '2026-10-10' }],
      overrides: { '2026-10-10': [['10:00', '11:00']], '2026-10-12': [] },
    })
    expect(calendar.windowsOf('2026-10-10')).toEqual([
      { from: '2026-10-10T02:00:00.000Z', to: '2026-10-10T03:00:00.000Z' },
    ])
    expect(calendar.windowsOf('2026-10-12')).toEqual([])
    expect(calendar.windowsOf('2026-10-13')).toHaveLength(2)
  })

  test('a holiday recurs on its day in every year, and the 29th of February in leap years', () => {
    const holidays = [
      { date: '2020-12-25', recurring: true },
      { date: '2024-02-29', recurring: true },
    ]
    const calendar = businessCalendar({ ...always('UTC'), holidays })
    const closed = ['2019-12-25', '2026-12-25', '2028-02-29', '2028-02-28', '2028-03-01', '2027-02-28', '2027-03-01']
    expect(closed.map((date) => calendar.windowsOf(date).length)).toEqual([0, 0, 0, 1, 1, 1, 1])
  })

  test('a time that is skipped is the jump, one that comes twice is the first', () => {
    const sunday = (...hours: OpeningHours[]) => businessCalendar({ timeZone: 'Europe/Berlin', week: { 7: hours } })
    const calendar = sunday(['00:00', '02:30'], ['02:30', '06:00'])
    expect(calendar.windowsOf('2026-03-29')).toEqual([
      { from: '2026-03-28T23:00:00.000Z', to: '2026-03-29T01:00:00.000Z' },
      { from: '2026-03-29T01:00:00.000Z', to: '2026-03-29T04:00:00.000Z' },
    ])
    expect(calendar.windowsOf('2026-10-25')).toEqual([
      { from: '2026-10-24T22:00:00.000Z', to: '2026-10-25T00:30:00.000Z' },
      { from: '2026-10-25T00:30:00.000Z', to: '2026-10-25T05:00:00.000Z' },
    ])
    expect(sunday(['02:00', '02:30']).windowsOf('2026-03-29')).toEqual([])
  })

  test('a day that a zone never had', () => {
    const calendar = businessCalendar({ timeZone: 'Pacific/Apia', week: everyday(nineToFive) })
    expect(calendar.windowsOf('2011-12-30')).toEqual([])
    expect(calendar.add('2011-12-29T16:00:00-10:00', 2 * hour)).toBe('2011-12-30T20:00:00.000Z')
  })
})

describe('long spans', () => {
  const closedFor = (years: number) => {
    const days = Array.from({ length: years * 365 }, (_, i) => new Date(Date.UTC(2026, 0, 1) + i * 86_400_000))
    return businessCalendar({ ...de, holidays: days.map((day) => ({ date: day.toISOString().slice(0, 10) })) })
  }

  test('a closure of a year or of nine is none', () => {
    expect(closedFor(1).add('2025-12-31T16:00:00Z', minute)).toBe('2027-01-01T08:01:00.000Z')
    const nine = closedFor(9)
    expect(nine.nextOpen('2025-12-31T16:00:00Z')).toBe('2035-01-01T08:00:00.000Z')
    expect(nine.add('2035-01-01T08:00:00Z', -minute)).toBe('2025-12-31T15:59:00.000Z')
  })

  test('a closure of more than ten years is an error, forth and back', () => {
    const calendar = closedFor(11)
    const codes = [
      () => calendar.nextOpen('2026-01-01T00:00Z'),
      () => calendar.add('2025-12-31T15:00Z', 2 * hour),
      () => calendar.add('2036-12-29T08:00Z', -1),
    ].map(codeOf)
    expect(codes).toEqual(Array(3).fill('CALENDAR_CLOSED'))
    expect(calendar.add('2025-12-31T15:00Z', hour)).toBe('2025-12-31T16:00:00.000Z')
  })

  test('a calendar of single days is closed after the last', () => {
    const fair = businessCalendar({ timeZone: 'UTC', week: {}, overrides: { '2026-05-01': [['10:00', '18:00']] } })
    expect(fair.nextOpen('2017-01-01T00:00Z')).toBe('2026-05-01T10:00:00.000Z')
    expect(fair.add('2026-04-01T00:00Z', 8 * hour)).toBe('2026-05-01T18:00:00.000Z')
    expect(codeOf(() => fair.add('2026-04-01T00:00Z', 8 * hour + 1))).toBe('CALENDAR_CLOSED')
    expect(codeOf(() => fair.nextOpen('2016-04-01T00:00Z'))).toBe('CALENDAR_CLOSED')
  })

  test('nights are counted over the years, wherever they are cut', () => {
    const nights = businessCalendar({ timeZone: 'UTC', week: everyday([['20:00', '07:00']]) })
    const years = (Date.parse('2030-01-01') - Date.parse('2010-01-01')) / 86_400_000
    expect(nights.between('2010-01-01T12:00Z', '2030-01-01T12:00Z')).toBe(years * 11 * hour)
    expect(nights.add('2010-01-01T12:00Z', years * 11 * hour)).toBe('2030-01-01T07:00:00.000Z')
    expect(nights.add('2030-01-01T12:00Z', -years * 11 * hour)).toBe('2010-01-01T20:00:00.000Z')
  })

  test('a hundred years are counted, no more', () => {
    const calendar = businessCalendar(always('Europe/Berlin'))
    const century = 36_525 * 24 * hour
    expect(calendar.add('2000-01-01T00:00Z', century)).toBe('2100-01-01T00:00:00.000Z')
    expect(calendar.between('2100-01-01T00:00Z', '2000-01-01T00:00Z')).toBe(-century)
    expect(codeOf(() => calendar.add('2000-01-01T00:00Z', century + 1))).toBe('INVALID at seconds')
    expect(codeOf(() => calendar.add('2000-01-01T00:00Z', -century - 1))).toBe('INVALID at seconds')
    expect(codeOf(() => calendar.between('2000-01-01T00:00Z', '2100-01-01T00:00:00.001Z'))).toBe('INVALID at to')
  })

  test('to the ends of the years that can be kept', () => {
    const calendar = businessCalendar(always('Europe/Berlin'))
    expect(calendar.add('9999-12-30T00:00Z', hour)).toBe('9999-12-30T01:00:00.000Z')
    expect(calendar.nextOpen('0001-01-02T00:00Z')).toBe('0001-01-02T00:00:00.000Z')
    expect(codeOf(() => calendar.add('9999-12-30T00:00Z', 48 * hour))).toBe('INVALID at seconds')
    expect(codeOf(() => calendar.add('0001-01-02T00:00Z', -48 * hour))).toBe('INVALID at seconds')
    expect(codeOf(() => calendar.windowsOf('9999-12-31'))).toBe('INVALID at date')
  })
})

describe('what is wrong is named', () => {
  const good = { timeZone: 'Asia/Shanghai', week: { 1: [['09:00', '18:00']] } }
  const monday = (...hours: unknown[]) => ({ ...good, week: { 1: hours } })

  test.each([
    ['INVALID at ', 7],
    ['INVALID at timeZone', { ...good, timeZone: 'Mars/Olympus' }],
    ['INVALID at timeZone', { ...good, timeZone: '+08:00' }],
    ['UNKNOWN_KEY at timezone', { ...good, timezone: 'UTC' }],
    ['INVALID at week', { timeZone: 'UTC' }],
    ['INVALID at week', { ...good, week: {} }],
    ['INVALID at week', { ...good, week: { 1: [] }, overrides: { '2026-01-01': [] } }],
    ['UNKNOWN_KEY at week.0', { ...good, week: { 0: [['09:00', '18:00']] } }],
    ['INVALID at week.1', { ...good, week: { 1: { from: '09:00' } } }],
    ['INVALID at week.1', monday(...Array.from({ length: 49 }, () => ['09:00', '10:00']))],
    ['INVALID at week.1[0]', monday('09:00-18:00')],
    ['INVALID at week.1[0]', monday(['09:00', '12:00', '18:00'])],
    ['INVALID at week.1[0][0]', monday(['9:00', '18:00'])],
    ['INVALID at week.1[0][1]', monday(['09:00', '18:60'])],
    ['INVALID at week.1[0][1]', monday(['09:00', '18:00:00'])],
    ['INVALID at week.1[0][1]', monday(['09:00', '24:01'])],
    ['INVALID at week.1[0][1]', monday(['09:00', 1080])],
    ['INVALID at week.1[0][0]', monday(['24:00', '06:00'])],
    ['INVALID at week.1[0]', monday(['11:59', '18:00'], ['09:00', '12:00'])],
    ['INVALID at week.1[1]', monday(['22:00', '06:00'], ['23:00', '24:00'])],
    ['INVALID at week.1[0]', { ...good, week: { 1: [['22:00', '06:00']], 2: [['05:59', '09:00']] } }],
    ['INVALID at week.7[0]', { ...good, week: { 7: [['22:00', '06:00']], 1: [['05:59', '09:00']] } }],
    ['INVALID at holidays', { ...good, holidays: { date: '2026-01-01' } }],
    ['INVALID at holidays', { ...good, holidays: Array(10_001).fill({ date: '2026-01-01' }) }],
    ['INVALID at holidays[0]', { ...good, holidays: ['2026-01-01'] }],
    ['INVALID at holidays[1].date', { ...good, holidays: [{ date: '2026-01-01' }, { date: '2026-02-29' }] }],
    ['INVALID at holidays[0].recurring', { ...good, holidays: [{ date: '2026-01-01', recurring: 'yearly' }] }],
    ['INVALID at holidays[0].name', { ...good, holidays: [{ date: '2026-01-01', name: 7 }] }],
    ['UNKNOWN_KEY at holidays[0].until', { ...good, holidays: [{ date: '2026-01-01', until: '2026-01-03' }] }],
    ['INVALID at overrides', { ...good, overrides: [] }],
    ['INVALID at overrides.2026-13-01', { ...good, overrides: { '2026-13-01': [] } }],
    ['INVALID at overrides.2026-01-01', { ...good, overrides: { '2026-01-01': null } }],
    // Monday, the 5th of January, ends at 18:00.
    ['INVALID at overrides.2026-01-04[0]', { ...good, overrides: { '2026-01-04': [['22:00', '09:01']] } }],
    [
      'INVALID at overrides.2026-01-06[0]',
      { ...monday(['20:00', '06:00']), overrides: { '2026-01-06': [['05:00', '06:00']] } },
    ],
  ])('%s', (code, definition) => {
    expect(codeOf(() => businessCalendar(definition as unknown as CalendarDefinition))).toBe(code)
  })

  test('hours that touch are no overlap', () => {
    const week = {
      1: [
        ['09:00', '12:00'],
        ['12:00', '06:00'],
      ],
      2: [['06:00', '24:00']],
      3: [['00:00', '01:00']],
    } as const
    expect(businessCalendar({ timeZone: 'UTC', week }).between('2026-06-01T00:00Z', '2026-06-08T00:00Z')).toBe(
      40 * hour,
    )
  })

  test('a night shift of a holiday overlaps nothing', () => {
    const definition = {
      timeZone: 'UTC',
      week: { 1: [['20:00', '06:00']] },
      holidays: [{ date: '2026-01-05' }],
    } as const
    const calendar = businessCalendar({ ...definition, overrides: { '2026-01-06': [['05:00', '06:00']] } })
    expect(calendar.nextOpen('2026-01-05T00:00Z')).toBe('2026-01-06T05:00:00.000Z')
  })

  test('questions', () => {
    const calendar = businessCalendar(de)
    expect(
      [
        () => calendar.add('2026-06-01', 1),
        () => calendar.add('2026-06-01T00:00', 1),
        () => calendar.add('2026-06-01T00:00Z', Number.NaN),
        () => calendar.add('2026-06-01T00:00Z', '1' as unknown as number),
        () => calendar.between('2026-06-01T00:00Z', 'later'),
        () => calendar.isOpen(0 as unknown as string),
        () => calendar.windowsOf('2026-02-29'),
      ].map(codeOf),
    ).toEqual([
      'INVALID at from',
      'INVALID at from',
      'INVALID at seconds',
      'INVALID at seconds',
      'INVALID at to',
      'INVALID at at',
      'INVALID at date',
    ])
  })
})

/** `INVALID at week.1`, of an error that says what to do about it. */
function codeOf(run: () => unknown): string {
  try {
    return JSON.stringify(run())
  } catch (error) {
    if (!isCrmError(error) || !error.hint || !error.localizedHint('zh-CN')) throw error
    return error.path === undefined ? error.code : `${error.code} at ${error.path}`
  }
}
