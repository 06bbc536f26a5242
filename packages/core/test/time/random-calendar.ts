import type { Random } from '@guanxi/testkit'
import type { CalendarDefinition, OpeningHours } from '../../src/calendar-entry.ts'

/** A calendar at random, with holidays and overrides among the given days. */
export function randomCalendar(random: Random, timeZone: string, days: readonly string[]): CalendarDefinition {
  // Until then night shifts may last, and nothing else begins.
  const dawn = random.chance(0.3) ? 0 : random.int(1, 330)
  const some = (probability: number) => random.some(days, probability)
  const hours = () => randomHours(random, dawn)
  const week = Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7].filter((day) => day === 7 || random.chance(0.8)).map((day) => [day, hours()]),
  )
  return {
    timeZone,
    week,
    holidays: some(0.15).map((date) =>
      random.chance(0.3) ? { date: `2000${date.slice(4)}`, recurring: true } : { date, name: 'off' },
    ),
    overrides: Object.fromEntries(some(0.15).map((date) => [date, random.chance(0.3) ? [] : hours()])),
  }
}

/** Up to four times of a day, which may touch, and perhaps a night shift. */
function randomHours(random: Random, dawn: number): OpeningHours[] {
  if (dawn === 0 && random.chance(0.3)) return [['00:00', random.pick(['24:00', '00:00'])]]
  const times = Array.from({ length: random.int(1, 4) * 2 }, () => random.pick(nearJumps(random)))
  const cuts = [...new Set(times.map((time) => Math.max(time, dawn)))].sort((a, b) => a - b)
  const last = cuts.at(-1) ?? dawn
  const hours: OpeningHours[] = []
  for (let i = 0; i + 1 < cuts.length; i += random.chance(0.3) ? 1 : 2) hours.push([at(cuts[i]), at(cuts[i + 1])])
  if (hours.length === 0 || random.chance(0.4)) hours.push([at(last), dawn === 0 ? '24:00' : at(random.int(0, dawn))])
  return hours
}

/** Minutes of the day of which many lie where clocks jump. */
const nearJumps = (random: Random): number[] => [
  random.int(0, 1439),
  random.int(0, 240),
  random.int(0, 6) * 30,
  random.int(22 * 60, 1439),
]

const at = (minute = 0): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
