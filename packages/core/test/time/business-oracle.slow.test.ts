import { Random } from '@guanxi/testkit'
import { describe, expect, test } from 'vitest'
import { businessCalendar } from '../../src/calendar-entry.ts'
import { randomCalendar } from './random-calendar.ts'
import { WallMinutes } from './wall-minutes.ts'

const calendars = 12
const questions = 60

/** Six days each, around a change of the clock. */
const changes: readonly [zone: string, from: string][] = [
  ['America/New_York', '2026-03-06T05:00:00Z'],
  ['America/New_York', '2026-10-30T04:00:00Z'],
  ['Europe/Berlin', '2026-03-27T00:00:00Z'],
  ['Europe/Berlin', '2026-10-23T12:00:00Z'],
  ['Asia/Shanghai', '1991-04-12T00:00:00Z'],
  ['Asia/Shanghai', '1991-09-12T16:00:00Z'],
  // By half an hour.
  ['Australia/Lord_Howe', '2026-04-02T13:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-01T13:30:00Z'],
  // At midnight: a day begins at 01:00; an evening comes twice.
  ['America/Sao_Paulo', '2018-11-01T03:00:00Z'],
  ['America/Sao_Paulo', '2018-02-15T02:00:00Z'],
  // At one minute past midnight, back into the day before.
  ['America/St_Johns', '2006-10-26T02:30:00Z'],
  ['America/St_Johns', '2006-03-30T03:30:00Z'],
  // For Ramadan.
  ['Africa/Casablanca', '2026-02-12T23:00:00Z'],
  ['Africa/Casablanca', '2026-03-20T00:00:00Z'],
  // By a quarter of an hour, once.
  ['Asia/Kathmandu', '1985-12-29T18:30:00Z'],
  // A day is left out.
  ['Pacific/Apia', '2011-12-27T10:00:00Z'],
]

describe('open minutes are those that a clock on the wall shows', () => {
  test.each(changes)('%s, %s', (zone, from) => {
    const random = new Random(from.length * 31 + zone.length)
    const wall = new WallMinutes(zone, from, 6)
    const days = Array.from({ length: 9 }, (_, i) => wall.instant((i - 1) * 1440).slice(0, 10))
    for (let n = 0; n < calendars; n++) {
      const definition = randomCalendar(random, zone, days)
      const calendar = businessCalendar(definition)
      const open = wall.open(definition)
      const before = [0]
      for (const [i, is] of open.entries()) before.push((before[i] ?? 0) + Number(is))
      const where = JSON.stringify(definition)

      for (let q = 0; q < questions; q++) {
        const [a, b] = [random.int(0, wall.length - 1), random.int(0, wall.length)]
        const [from, to] = [wall.instant(a), wall.instant(b)]
        expect(calendar.isOpen(from), `${from} in ${where}`).toBe(open[a])
        const count = (before[b] ?? 0) - (before[a] ?? 0)
        expect(calendar.between(from, to), `${from} to ${to} in ${where}`).toBe(count * 60)

        const minutes = random.int(1, 900)
        const due = before.indexOf((before[a] ?? 0) + minutes)
        if (due > 0)
          expect(calendar.add(from, minutes * 60), `${from} + ${minutes} in ${where}`).toBe(wall.instant(due))
        const back = before.lastIndexOf((before[a] ?? 0) - minutes)
        if (back >= 0 && open[back])
          expect(calendar.add(from, -minutes * 60), `${from} - ${minutes} in ${where}`).toBe(wall.instant(back))
        const next = open.indexOf(true, a)
        if (next >= 0) expect(calendar.nextOpen(from), `after ${from} in ${where}`).toBe(wall.instant(next))
      }
    }
  })

  test('there is enough to count', () => {
    const random = new Random(3)
    const wall = new WallMinutes('Europe/Berlin', '2026-10-23T12:00:00Z', 6)
    const shares = Array.from({ length: calendars }, () => {
      const open = wall.open(randomCalendar(random, 'Europe/Berlin', ['2026-10-25', '2026-10-26']))
      return open.filter(Boolean).length / open.length
    })
    expect(Math.min(...shares)).toBeGreaterThan(0.05)
    expect(shares.filter((share) => share < 0.7).length).toBeGreaterThan(calendars / 2)
  })
})

describe('laws', () => {
  const zones = [...new Set(changes.map(([zone]) => zone))]
  const start = Date.parse('2026-01-01T00:00:00Z')
  const days = Array.from({ length: 900 }, (_, i) => new Date(start + i * 86_400_000).toISOString().slice(0, 10))
  const random = new Random(2026)
  const calendars = zones.map((zone) => businessCalendar(randomCalendar(random, zone, days)))
  const instant = (within = 700) => new Date(start + random.int(0, within * 86_400_000)).toISOString()
  const span = () => (random.chance(0.3) ? random.int(0, 400_000) : random.int(0, 4_000_000_000)) / 1000
  const cases = Array.from({ length: 400 }, (_, i) => {
    const calendar = calendars[i % calendars.length] as (typeof calendars)[number]
    return { calendar, a: instant(), b: instant(), c: instant(), s: span(), more: span() }
  })

  test('what is added lies between', () => {
    for (const { calendar, a, s } of cases) {
      expect(calendar.between(a, calendar.add(a, s))).toBe(s)
      expect(calendar.between(a, calendar.add(a, -s))).toBe(-s || 0)
    }
  })

  test('later, or more, is never earlier', () => {
    for (const { calendar, a, b, s, more } of cases) {
      const [first, second] = [a, b].sort() as [string, string]
      expect(calendar.add(first, s) <= calendar.add(second, s)).toBe(true)
      expect(calendar.add(first, -s) <= calendar.add(second, -s)).toBe(true)
      expect(calendar.add(a, s) <= calendar.add(a, s + more)).toBe(true)
      expect(calendar.add(a, -s - more) <= calendar.add(a, -s)).toBe(true)
    }
  })

  test('forth and back leads to the instant, or to when it opened after it', () => {
    let closed = 0
    for (const { calendar, a, s } of cases) {
      if (!calendar.isOpen(a)) closed++
      expect(calendar.add(calendar.add(a, s + 0.001), -s - 0.001)).toBe(calendar.nextOpen(a))
    }
    expect([closed > 40, closed < 360]).toEqual([true, true])
  })

  test('parts are as long as the whole', () => {
    for (const { calendar, a, b, c } of cases) {
      const ms = (from: string, to: string) => Math.round(calendar.between(from, to) * 1000)
      expect(ms(a, b) + ms(b, c)).toBe(ms(a, c))
      expect(ms(a, b) + ms(b, a)).toBe(0)
    }
  })

  test('a clock that is paused and resumed at any instants ends when it has used what it had', () => {
    for (const { calendar, a, s } of cases.slice(0, 100)) {
      const target = Math.round(s * 1000)
      let [used, at, paused] = [0, a, 0]
      for (let n = 0; n < 6; n++) {
        const until = new Date(Date.parse(at) + random.int(0, 9 * 86_400_000)).toISOString()
        const run = Math.round(calendar.between(at, until) * 1000)
        if (used + run > target) break
        used += run
        const resumed = new Date(Date.parse(until) + random.int(0, 9 * 86_400_000)).toISOString()
        paused += Math.round(calendar.between(until, resumed) * 1000)
        at = resumed
      }
      const due = calendar.add(at, (target - used) / 1000)
      expect(Math.round(calendar.between(a, due) * 1000)).toBe(target + paused)
    }
  })

  test('what it remembers changes no answer', () => {
    const definition = randomCalendar(new Random(7), 'Europe/Berlin', days)
    const kept = businessCalendar(definition)
    const wander = Array.from({ length: 40 }, (_, i) => new Date(Date.UTC(1980 + ((i * 17) % 90), 5, 1)).toISOString())
    for (const at of wander) expect(kept.add(at, 86_400)).toBe(businessCalendar(definition).add(at, 86_400))
  })
})
