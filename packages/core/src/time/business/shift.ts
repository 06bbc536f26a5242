import { invalid } from '../../error/index.ts'

/** Opening hours in minutes from the midnight of the day on which they begin, in the order of the day. */
export interface Shift {
  readonly from: number
  /** Up to 48 hours: a night shift ends on the next day. */
  readonly to: number
  /** Where in the definition it stands. */
  readonly path: string
}

export const minutesOfDay = 24 * 60

const most = 48
const shape = 'Give a list of [from, to], such as [["09:00", "12:00"], ["13:30", "18:00"]].'
const spelling = 'Spell it HH:MM, from 00:00 to 23:59; an end may be 24:00.'

/** The shifts of a day, none of which may run into another. */
export function shiftsOf(value: unknown, path: string): readonly Shift[] {
  if (!Array.isArray(value)) throw invalid(path, 'expected a list of opening hours', shape)
  if (value.length > most) throw invalid(path, `has more than ${most} opening hours`, 'Join those that touch.')
  const shifts = value.map((hours, i) => shiftOf(hours, `${path}[${i}]`)).sort((a, b) => a.from - b.from)
  for (const [i, { from, path: place }] of shifts.entries()) {
    const before = shifts[i - 1]
    if (before !== undefined && from < before.to)
      throw invalid(place, `overlaps ${before.path}`, 'Join them, or let one begin when the other ends.')
  }
  return shifts
}

/** Refuses a night shift that runs into the hours of the next day. */
export function refuseOverlap(night: readonly Shift[], next: readonly Shift[], place?: string): void {
  const [last, first] = [night.at(-1), next[0]]
  if (last === undefined || first === undefined || last.to - minutesOfDay <= first.from) return
  const [here, there] = place === undefined || last.path.startsWith(place) ? [last, first] : [first, last]
  throw invalid(
    here.path,
    `overlaps ${there.path} of the day ${here === last ? 'after' : 'before'}`,
    'Shorten one of them.',
  )
}

function shiftOf(value: unknown, path: string): Shift {
  if (!Array.isArray(value) || value.length !== 2) throw invalid(path, 'expected two times, from and to', shape)
  const from = timeOf(value[0], `${path}[0]`)
  const to = timeOf(value[1], `${path}[1]`)
  if (from === minutesOfDay) throw invalid(`${path}[0]`, 'nothing begins at 24:00', 'Say 00:00, on the next day.')
  return { from, to: to > from ? to : to + minutesOfDay, path }
}

function timeOf(value: unknown, path: string): number {
  const match = typeof value === 'string' ? /^([01]\d|2[0-3]):([0-5]\d)$|^24:00$/.exec(value) : null
  if (match === null) throw invalid(path, 'expected a time of day', spelling)
  return match[1] === undefined ? minutesOfDay : Number(match[1]) * 60 + Number(match[2])
}
