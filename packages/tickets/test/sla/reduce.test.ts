import { businessCalendar, type CalendarDefinition } from '@guanxi/core/calendar'
import { Random } from '@guanxi/testkit'
import { describe, expect, test } from 'vitest'
import { advance } from '../../src/sla/advance.ts'
import { type Clock, isOpen } from '../../src/sla/clock.ts'
import type { Happening } from '../../src/sla/metric.ts'
import type { Terms } from '../../src/sla/terms.ts'
import { doorOf, type Shop, type Step, type Watched, walk } from './oracle.ts'

const full = process.env.GUANXI_TEST_FULL === '1'
const seeds = full ? 1000 : 40
const minute = 60_000
const iso = (ms: number) => new Date(ms).toISOString()

const shops: readonly (Shop & { readonly from: string })[] = [
  {
    zone: 'Europe/Berlin',
    hours: [
      [9, 12],
      [13, 17],
    ],
    off: ['2026-04-03', '2026-04-06'],
    from: '2026-03-26T08:00:00Z',
  }, // summer time begins
  { zone: 'America/New_York', hours: [[0, 24]], off: ['2026-11-02'], from: '2026-10-29T08:00:00Z' }, // and ends
  {
    zone: 'Asia/Shanghai',
    hours: [
      [9, 12],
      [13.5, 18],
    ],
    off: [],
    from: '2026-05-28T08:00:00Z',
  },
]

function calendarOf({ zone, hours, off }: Shop): CalendarDefinition {
  const two = (n: number) => String(n).padStart(2, '0')
  const time = (hour: number) => `${two(Math.floor(hour))}:${two((hour % 1) * 60)}`
  const day = hours.map(([from, to]) => [time(from), time(to)] as [string, string])
  return { timeZone: zone, week: { 1: day, 2: day, 3: day, 4: day, 5: day }, holidays: off.map((date) => ({ date })) }
}

/** Some days of a ticket: what happens when, and how long each promise is. */
function taleOf(seed: number) {
  const random = new Random(seed)
  const shop = random.pick(shops)
  const opened = Date.parse(shop.from) + random.int(0, 2879) * minute
  const steps: Step[] = []
  let at = opened
  for (let n = random.int(0, 24); n > 0; n--) {
    // Often at once, or after a night.
    at += random.pick([0, 1, 5, 30, 60, 240, 960, random.int(0, 1999)]) * minute
    steps.push({
      at,
      what: random.pick(['message', 'message', 'reply', 'note', 'pending', 'hold', 'open', 'open', 'solve', 'look']),
    })
  }
  const end = at + random.int(0, 599) * minute
  const length = () => random.pick([1, 30, 60, 240, 480, 1200, random.int(1, 900)])
  const targets: Record<Watched, number> = {
    ...{ first_reply: length(), next_reply: length(), resolution: length() },
    ...{ agent_work: length(), requester_wait: length() },
  }
  return { shop, opened, steps, end, targets }
}

/** What the hooks would tell the reducer; `seen` looks at the clocks after each step. */
function played(
  { shop, opened, steps, end, targets }: ReturnType<typeof taleOf>,
  seen: (clocks: readonly Clock[]) => void,
) {
  const time = businessCalendar(calendarOf(shop))
  const seconds = Object.fromEntries(Object.entries(targets).map(([metric, minutes]) => [metric, minutes * 60]))
  const policy = { id: 'p', name: 'p', clock: 'business', calendarId: 'c', priority: 'normal' } as const
  const terms: Terms = { policy, time, targets: seconds, pauses: {}, marks: {} }
  const ticket = { stage: 'open', answered: false, waitingSince: null as string | null }
  let clocks: readonly Clock[] = []
  let all: Clock[] = []
  const tell = (ms: number, happenings: readonly Happening[], ring = false) => {
    const at = iso(ms)
    const open = ticket.stage !== 'solved'
    const subject = { ...ticket, createdAt: iso(opened), open, stays: [] }
    const { clocks: now } = advance(subject, clocks, {
      at,
      happenings,
      terms,
      changedAt: iso(opened),
      ring,
      timeOf: () => time,
    })
    all = [...all.filter(({ latest }) => !latest), ...now]
    clocks = now.filter(({ latest }) => latest)
    seen(clocks)
  }
  tell(opened, ['created'])
  for (const { at, what } of steps) {
    if (what === 'look') tell(at, [], true)
    if (what === 'message') {
      ticket.waitingSince ??= iso(at)
      tell(at, ['message'])
    }
    if (what === 'reply') {
      ticket.waitingSince = null
      tell(at, ['reply'])
      ticket.answered = true
    }
    const to = what === 'solve' ? 'solved' : what === 'message' ? 'open' : what
    if (!['pending', 'hold', 'open', 'solved'].includes(to) || to === ticket.stage) continue
    const was = ticket.stage
    ticket.stage = to
    if (to === 'solved') ticket.waitingSince = null
    tell(at, to === 'solved' ? ['solved'] : was === 'solved' ? ['reopened'] : [])
  }
  tell(end, [])
  const used = (clock: Clock) => clock.consumed + (clock.since === null ? 0 : time.between(clock.since, iso(end)))
  return all.map((clock) => ({ clock, used: used(clock) }))
}

describe('clocks, against somebody who looks at every minute', () => {
  const doors = new Map(shops.map((shop) => [shop, doorOf(shop)]))
  const at = (instant: string | null) => (instant === null ? null : Date.parse(instant))
  test(`${seeds} tickets`, () => {
    let breaches = 0
    for (let seed = 1; seed <= seeds; seed++) {
      const tale = taleOf(seed)
      const isOpenAt = doors.get(tale.shop) ?? (() => false)
      const truth = walk(tale.opened, tale.steps, tale.end, tale.targets, isOpenAt)
      const found = played(tale, () => undefined).map(({ clock, used }) => ({
        metric: clock.metric,
        state: clock.state,
        consumed: used,
        breachedAt: at(clock.breachedAt),
        fulfilledAt: at(clock.fulfilledAt),
        dueAt: clock.state === 'running' || clock.state === 'paused' ? at(clock.dueAt) : undefined,
      }))
      const sorted = (stories: readonly object[]) =>
        stories.map((one) => JSON.stringify(one, Object.keys(one).sort())).sort()
      expect(sorted(found), `seed ${seed}`).toEqual(sorted(truth))
      breaches += truth.filter(({ breachedAt }) => breachedAt !== null).length
    }
    expect(breaches).toBeGreaterThan(seeds / 2)
  })

  test('no pause makes anything due earlier, and none takes from what was used', () => {
    for (let seed = 1; seed <= seeds; seed++) {
      const last = new Map<string, Clock>()
      played(taleOf(seed), (clocks) => {
        for (const clock of clocks) {
          const before = last.get(clock.metric)
          last.set(clock.metric, clock)
          if (before === undefined || before.instance !== clock.instance || !isOpen(clock)) continue
          expect(clock.consumed, `seed ${seed}`).toBeGreaterThanOrEqual(before.consumed)
          if (before.dueAt === null || clock.dueAt === null || clock.state === 'breached') continue
          expect(
            clock.dueAt >= before.dueAt,
            `seed ${seed}: ${clock.metric} was due ${before.dueAt}, is ${clock.dueAt}`,
          ).toBe(true)
        }
      })
    }
  })
})
