import type { Schedule, StorageAdapter } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import { Random } from '@guanxi/testkit'
import { afterEach, describe, expect, inject, test } from 'vitest'
import { createDatabase } from '../../../../scripts/postgres.ts'
import { file } from '../storages.ts'
import { Fleet } from './fleet.ts'
import { changesOf, patterns, slotsOf } from './slots.ts'

const full = process.env.GUANXI_TEST_FULL === '1'
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000]
const start = Date.parse('2026-02-01T00:00:00Z')
const end = start + 400 * day

/** How long before and after a change of the clocks they look closely, how often then, and how often else. */
interface Pace {
  readonly around: number
  readonly close: number
  readonly seldom: number
}

const share: Pace = { around: hour, close: 15 * minute, seldom: 14 * hour }
/** On a server a look takes much longer. */
const paces: Readonly<Record<'sqlite' | 'postgres', Pace>> = {
  sqlite: { around: 2 * hour, close: minute, seldom: hour },
  postgres: { around: 20 * minute, close: minute, seldom: 12 * hour },
}

/** Each has two changes a year: at 2:00, at midnight, at 2:45, by half an hour, for Ramadan. */
const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'America/Santiago',
  'America/Havana',
  'Africa/Casablanca',
  'Africa/Cairo',
] as const

const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

async function onSqlite(): Promise<() => StorageAdapter> {
  const fresh = await file()
  undo.push(() => fresh.close())
  return () => fresh.another?.() ?? sqlite('')
}

async function onPostgres(): Promise<() => StorageAdapter> {
  const database = await createDatabase(inject('postgresUrl'), inject('postgresTemplate'))
  undo.push(() => database.drop())
  return () => postgres({ connectionString: database.url, max: 1 })
}

/** A schedule as the declared policy has it: one time is waited for, and the next one is the first after the clock. */
class Expected {
  readonly made: string[] = []
  readonly slots: readonly number[]
  readonly #skips: boolean
  #waiting: number | undefined

  constructor(slots: readonly number[], skips: boolean) {
    this.slots = slots
    this.#skips = skips
  }

  begin(now: number): void {
    this.#waiting ??= this.#after(now)
  }

  look(now: number): void {
    const at = this.#waiting
    if (at === undefined || at > now) return
    if (!this.#skips || now - at <= minute) this.made.push(new Date(at).toISOString())
    this.#waiting = this.#after(now)
  }

  /** By halves: there are half a million of them. */
  #after(now: number): number | undefined {
    let [low, high] = [0, this.slots.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.slots[middle] as number) > now) high = middle
      else low = middle + 1
    }
    return this.slots[low]
  }
}

/** How often the fleet looks in a while: steadily where it looks closely, else now and then. */
interface Span {
  readonly from: number
  readonly to: number
  readonly step: number
  readonly close: boolean
}

/** Every schedule in each zone, those of every second zone without what was missed. */
function plan(where: readonly string[], names: readonly string[], from: number, to: number) {
  const schedules: Record<string, Schedule> = {}
  const expected = new Map<string, Expected>()
  for (const [n, zone] of where.entries())
    for (const pattern of patterns.filter(({ name }) => names.includes(name))) {
      const name = `${pattern.name} ${zone}`
      const missed = n % 2 === 0 ? 'once' : 'skip'
      schedules[name] = { cron: pattern.cron, zone, call: 'bells.ring', missed }
      expected.set(`bells: ${name}`, new Expected(slotsOf(pattern, zone, from, to + 40 * day), missed === 'skip'))
    }
  return { schedules, expected }
}

describe.each([
  ['sqlite', onSqlite],
  ['postgres', onPostgres],
] as const)('%s', (kind, make) => {
  test('R7: five schedulers make each call once, or skip it, as the policy says', { timeout: 7_200_000 }, async () => {
    const where = full ? zones : zones.slice(0, 2)
    const names = full ? patterns.map(({ name }) => name) : ['hourly', 'daily']
    // New York's change in spring is on 8 March, Berlin's three weeks later.
    const from = full ? start : Date.parse('2026-03-07T20:10:00Z')
    const to = full ? end : Date.parse('2026-03-30T12:00:00Z')
    const { schedules, expected } = plan(where, names, from, to)
    const fleet = new Fleet(5, from, schedules, await make())
    const random = new Random(7)
    const looked = async (who: readonly number[]) => {
      for (const one of expected.values()) for (const n of who) one.look(fleet.now + (fleet.skews[n] ?? 0))
      await fleet.tick(who)
    }
    const everybody = fleet.skews.map((_, n) => n)
    const begun = async () => {
      await fleet.start()
      for (const one of expected.values()) one.begin(fleet.now)
      await looked(everybody)
    }
    undo.push(() => fleet.stop())
    await begun()
    const counts = { looks: 0, jumps: 0, stops: 0 }
    for (const span of spansOf(where, from, to, full ? paces[kind] : share)) {
      if (span.from - fleet.now > day) {
        // Nobody is there for three days.
        await fleet.stop()
        fleet.now = span.from
        await begun()
        counts.stops++
      }
      while (fleet.now < span.to) {
        const step = span.close ? span.step : random.int(1, (2 * span.step) / minute) * minute
        fleet.now = Math.min(fleet.now + step, span.to)
        const luck = random.next()
        if (luck < 0.05) {
          // One of them has another opinion of the time, and looks alone.
          const n = random.int(0, 4)
          fleet.skews[n] = random.pick([-2, 2]) * hour
          await looked([n])
          fleet.skews[n] = 0
          counts.jumps++
        } else if (luck < 0.1) {
          // All of them have, and it is put right a moment later.
          const jump = random.pick([-2, 2]) * hour
          fleet.now += jump
          await looked(everybody)
          fleet.now -= jump
          counts.jumps++
        }
        await looked(everybody)
        counts.looks++
      }
    }
    for (const [name, one] of expected) {
      const made = fleet.made.filter(([schedule]) => schedule === name).map(([, at]) => at)
      expect(made.length, name).toBe(new Set(made).size)
      expect(made.toSorted(), name).toEqual(one.made)
      const all = new Set(one.slots.map((at) => new Date(at).toISOString()))
      expect(
        made.filter((at) => !all.has(at)),
        name,
      ).toEqual([])
    }
    expect(fleet.rung).toBe(fleet.made.length)
    expect(fleet.jobs).toEqual({ ended: fleet.jobs.done, done: fleet.jobs.done, failed: 0 })
    expect(counts.jumps).toBeGreaterThan(0)
    expect(counts.stops).toBeGreaterThan(0)
    if (full)
      console.log(`${fleet.made.length} calls in ${counts.looks} looks, ${counts.jumps} jumps, ${counts.stops} stops`)
  })
})

/** Closely around each change of the clocks; and nobody is there for three days in the midst of what is long. */
function spansOf(where: readonly string[], from: number, to: number, { around, close, seldom }: Pace): readonly Span[] {
  const spans: Span[] = []
  let at = from
  for (const change of where.flatMap((zone) => changesOf(zone, from, to)).toSorted((a, b) => a - b)) {
    if (change - around > at) spans.push({ from: at, to: change - around, step: seldom, close: false })
    spans.push({ from: Math.max(at, change - around), to: change + around, step: close, close: true })
    at = Math.max(at, change + around)
  }
  spans.push({ from: at, to, step: seldom, close: false })
  return spans.flatMap((span) => {
    const middle = (span.from + span.to) / 2
    const halves = [
      { ...span, to: middle - 1.5 * day },
      { ...span, from: middle + 1.5 * day },
    ]
    return span.to - span.from > 8 * day ? halves : [span]
  })
}
