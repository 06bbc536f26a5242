import { CrmError, localDate, startOfDay } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import { type Grain, shifted, startOf } from '../period/grain.ts'
import type { Window } from '../period/window.ts'

/** A calendar period of the zone, as much of it as a window has. */
export interface Period {
  /** Its first day, also where the window begins later. */
  readonly start: string
  readonly from: string
  readonly to: string
  readonly state: 'complete' | 'partial' | 'future'
}

type Zoned = Pick<Inside, 'zone' | 'add'>

/** As many rows as there may be. */
export const mostRows = 10_000

export const tooMany = (path: string): CrmError =>
  new CrmError('QUERY_TOO_COMPLEX', {
    details: { path, problem: `${path} makes more than ${mostRows} rows` },
    hint: 'Ask for a longer grain, a shorter window, or topN.',
  })

/** The periods that a window touches. What is behind asOf has not happened. */
export function periodsOf({ from, to }: Window, grain: Grain, inside: Zoned, asOf: string): readonly Period[] {
  const found: Period[] = []
  let start = startOf(localDate(Date.parse(from), inside.zone), grain)
  for (let begin = instantOf(start, inside); begin < to; ) {
    const next = shifted(start, grain, 1, inside)
    const end = instantOf(next, inside)
    const period = { start, from: begin < from ? from : begin, to: end < to ? end : to }
    const whole = begin >= from && end <= to
    found.push({ ...period, state: stateOf(period, asOf, whole) })
    if (found.length > mostRows) throw tooMany('grain')
    start = next
    begin = end
  }
  return found
}

/** What is over by asOf is complete, if it is whole. */
export function stateOf({ from, to }: Window, asOf: string, whole = true): Period['state'] {
  if (from >= asOf) return 'future'
  return to <= asOf && whole ? 'complete' : 'partial'
}

const instantOf = (day: string, { zone }: Pick<Inside, 'zone'>): string => new Date(startOfDay(day, zone)).toISOString()

/**
 * The window of the same length just before: as many months where it is made of months, else as many days, else as many
 * milliseconds.
 */
export function before({ from, to }: Window, inside: Zoned): Window {
  const [first, end] = [wholeDay(from, inside), wholeDay(to, inside)]
  if (first === undefined || end === undefined) {
    const length = Date.parse(to) - Date.parse(from)
    return { from: new Date(Date.parse(from) - length).toISOString(), to: from }
  }
  const months = monthsOf(end) - monthsOf(first)
  const days = Math.round((Date.parse(end) - Date.parse(first)) / 86_400_000)
  const back = first.endsWith('-01') && end.endsWith('-01') ? `-P${months}M` : `-P${days}D`
  return { from: instantOf(inside.add(first, back), inside), to: from }
}

/** The same window a year before. */
export function yearBefore({ from, to }: Window, inside: Zoned): Window {
  const back = (instant: string) => {
    const day = wholeDay(instant, inside)
    return day === undefined ? inside.add(instant, '-P1Y') : instantOf(inside.add(day, '-P1Y'), inside)
  }
  return { from: back(from), to: back(to) }
}

/** The day that begins with an instant, if one does. */
function wholeDay(instant: string, { zone }: Pick<Inside, 'zone'>): string | undefined {
  const day = localDate(Date.parse(instant), zone)
  return startOfDay(day, zone) === Date.parse(instant) ? day : undefined
}

const monthsOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
