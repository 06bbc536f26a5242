import * as chineseWorkday from 'chinese-workday'
import DateHolidays from 'date-holidays'
import { describe, expect, test } from 'vitest'
import { businessCalendar, fromChineseWorkday, fromDateHolidays, type OpeningHours } from '../../src/calendar-entry.ts'

const hours: OpeningHours[] = [['09:00', '18:00']]
const week = { 1: hours, 2: hours, 3: hours, 4: hours, 5: hours }

describe('chinese-workday', () => {
  test('2026 as the State Council told it: days off, and weekends on which one works', () => {
    const { holidays, overrides } = fromChineseWorkday(chineseWorkday, 2026, hours)
    expect(Object.keys(overrides)).toEqual([
      '2026-01-04',
      '2026-02-14',
      '2026-02-28',
      '2026-05-09',
      '2026-09-20',
      '2026-10-10',
    ])
    expect(holidays).toHaveLength(33)
    expect(holidays[0]).toEqual({ date: '2026-01-01', name: '元旦' })
    expect(holidays.filter(({ name }) => name === '国庆节').map(({ date }) => date)).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((day) => `2026-10-0${day}`),
    )
    const calendar = businessCalendar({ timeZone: 'Asia/Shanghai', week, holidays, overrides })
    const year = calendar.between('2026-01-01T00:00:00+08:00', '2027-01-01T00:00:00+08:00')
    // Of 261 weekdays and 6 weekends' days.
    expect(year / 3600 / 9).toBe(261 - holidays.filter(({ date }) => isWeekday(date)).length + 6)
    expect(calendar.add('2026-09-30T17:00:00+08:00', 7200)).toBe('2026-10-08T02:00:00.000Z')
  })

  test('a year that it does not know is no year without holidays', () => {
    expect(() => fromChineseWorkday(chineseWorkday, 2031, hours)).toThrow('has no holidays in chinese-workday: 2031')
  })

  test('a year that is none', () => {
    expect(() => fromChineseWorkday(chineseWorkday, 2026.5, hours)).toThrow('Invalid input at year')
    expect(() => fromChineseWorkday(chineseWorkday, 99_999, hours)).toThrow('Invalid input at year')
  })
})

describe('date-holidays', () => {
  test('the public holidays of a state, its half days left out', () => {
    const holidays = fromDateHolidays(new DateHolidays('DE', 'by').getHolidays(2026))
    expect(holidays.map(({ date }) => date)).toEqual([
      '2026-01-01',
      '2026-01-06',
      '2026-04-03',
      '2026-04-06',
      '2026-05-01',
      '2026-05-14',
      '2026-05-25',
      '2026-06-04',
      '2026-10-03',
      '2026-11-01',
      '2026-12-25',
      '2026-12-26',
    ])
    expect(holidays[2]).toEqual({ date: '2026-04-03', name: 'Karfreitag' })
    const calendar = businessCalendar({ timeZone: 'Europe/Berlin', week, holidays })
    expect(calendar.nextOpen('2026-04-02T18:00:00+02:00')).toBe('2026-04-07T07:00:00.000Z')
  })

  test('other types when they are asked for', () => {
    const list = new DateHolidays('US').getHolidays(2026)
    const days = (...types: string[]) => fromDateHolidays(list, types).map(({ date }) => date)
    expect(days('public')).toContain('2026-07-03') // The substitute of a Saturday.
    expect(days('public')).not.toContain('2026-11-27')
    expect(days('observance')).toContain('2026-11-27')
  })

  test('one of several days is all of them; a half day at its beginning or end is none', () => {
    const days = fromDateHolidays(new DateHolidays('TR').getHolidays(2026)).map(({ date }) => date)
    expect(days.filter((date) => date.startsWith('2026-03'))).toEqual(['2026-03-20', '2026-03-21', '2026-03-22'])
    expect(days.filter((date) => /^2026-05-(2[6-9]|3)/.test(date))).toEqual(
      [27, 28, 29, 30].map((day) => `2026-05-${day}`),
    )
    const china = fromDateHolidays(new DateHolidays('CN').getHolidays(2026)).map(({ date }) => date)
    expect([china.includes('2026-03-08'), china.includes('2026-10-01')]).toEqual([false, true])
  })

  test('one from evening to evening is no whole day', () => {
    const [start, end] = [new Date('2026-04-02T15:00Z'), new Date('2026-04-03T15:00Z')]
    expect(fromDateHolidays([{ date: '2026-04-02 18:00:00', name: 'eve', type: 'public', start, end }])).toEqual([])
  })

  test('a day of 23 hours is a day', () => {
    const easter = { date: '2026-03-29 00:00:00', name: 'Ostern', type: 'public' }
    const [start, end] = [new Date('2026-03-28T23:00Z'), new Date('2026-03-29T22:00Z')]
    expect(fromDateHolidays([{ ...easter, start, end }])).toEqual([{ date: '2026-03-29', name: 'Ostern' }])
  })
})

const isWeekday = (date: string): boolean => ![0, 6].includes(new Date(date).getUTCDay())
