import * as Day from 'temporal-polyfill/fns/PlainDate'
import { CrmError, invalid } from '../../error/index.ts'
import { dayOf } from '../calendar.ts'
import { isDate } from '../instant.ts'
import { isZone } from '../zone.ts'
import { refuseOverlap, type Shift, shiftsOf } from './shift.ts'

/** A definition that was checked: which shifts begin on a day. */
export interface Plan {
  readonly zone: string
  readonly shiftsOn: (day: Day.Record) => readonly Shift[]
}

const weekdays = ['1', '2', '3', '4', '5', '6', '7']
const mostDays = 10_000
const dateHint = 'Spell it YYYY-MM-DD, a day that there is.'

/** Checks a definition, whatever it is: it may come from a column, or from outside. */
export function planOf(definition: unknown): Plan {
  const { timeZone, week, holidays, overrides } = objectAt('', definition, [
    'timeZone',
    'week',
    'holidays',
    'overrides',
  ])
  if (typeof timeZone !== 'string' || !isZone(timeZone))
    throw invalid('timeZone', 'expected an IANA time zone', 'Such as Asia/Shanghai or Europe/Berlin.')
  const byWeekday = weekOf(week)
  const closed = holidaysOf(holidays)
  const byDate = overridesOf(overrides)
  const shiftsOn = (day: Day.Record): readonly Shift[] => {
    const date = Day.toString(day)
    const own = byDate.get(date)
    if (own !== undefined) return own
    if (closed.has(date) || closed.has(date.slice(-5))) return []
    return byWeekday[Day.dayOfWeek(day) - 1] ?? []
  }
  for (const date of byDate.keys()) {
    const day = dayOf(date)
    const [before, own, after] = [-1, 0, 1].map((days) => shiftsOn(Day.addDays(day, days)))
    refuseOverlap(before ?? [], own ?? [], `overrides.${date}`)
    refuseOverlap(own ?? [], after ?? [], `overrides.${date}`)
  }
  if ([...byWeekday, ...byDate.values()].every((shifts) => shifts.length === 0))
    throw invalid('week', 'is never open', 'Give at least one day its hours: { 1: [["09:00", "17:00"]] }.')
  return { zone: timeZone, shiftsOn }
}

function weekOf(value: unknown): readonly (readonly Shift[])[] {
  const week = objectAt('week', value, weekdays)
  const shifts = weekdays.map((day) => (week[day] === undefined ? [] : shiftsOf(week[day], `week.${day}`)))
  for (const [i, today] of shifts.entries()) refuseOverlap(today, shifts[(i + 1) % 7] ?? [])
  return shifts
}

/** The days, and `MM-DD` of those that recur. */
function holidaysOf(value: unknown): ReadonlySet<string> {
  const days = new Set<string>()
  if (value === undefined) return days
  if (!Array.isArray(value)) throw invalid('holidays', 'expected a list', 'Such as [{ date: "2026-10-01" }].')
  if (value.length > mostDays) throw invalid('holidays', `has more than ${mostDays} days`, 'Leave out old ones.')
  for (const [i, holiday] of value.entries()) {
    const path = `holidays[${i}]`
    const { date, recurring, name } = objectAt(path, holiday, ['date', 'recurring', 'name'])
    if (typeof date !== 'string' || !isDate(date)) throw invalid(`${path}.date`, 'expected a day', dateHint)
    if (recurring !== undefined && typeof recurring !== 'boolean')
      throw invalid(`${path}.recurring`, 'expected true or false', 'Leave it out for a holiday of one year.')
    if (name !== undefined && typeof name !== 'string')
      throw invalid(`${path}.name`, 'expected a text', 'Or leave it out.')
    days.add(recurring === true ? date.slice(5) : date)
  }
  return days
}

function overridesOf(value: unknown): ReadonlyMap<string, readonly Shift[]> {
  const entries = Object.entries(value === undefined ? {} : objectAt('overrides', value))
  if (entries.length > mostDays) throw invalid('overrides', `has more than ${mostDays} days`, 'Leave out old ones.')
  return new Map(
    entries.map(([date, hours]) => {
      if (!isDate(date)) throw invalid(`overrides.${date.slice(0, 40)}`, 'expected a day as the key', dateHint)
      return [date, shiftsOf(hours, `overrides.${date}`)]
    }),
  )
}

function objectAt(path: string, value: unknown, keys?: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(path, keys === undefined ? 'expected an object' : `expected { ${keys.join(', ')} }`, undefined)
  const unknown = Object.keys(value).find((key) => keys !== undefined && !keys.includes(key))
  if (unknown !== undefined)
    throw new CrmError('UNKNOWN_KEY', {
      details: { path: path === '' ? unknown : `${path}.${unknown}` },
      hint: `The keys are ${keys?.join(', ')}.`,
    })
  return Object.fromEntries(Object.entries(value))
}
