import { quantiles } from '../math/index.ts'

/** How often a customer bought in a month of the calendar. */
export interface MonthCount {
  /** From 1 to 12. */
  readonly month: number
  /** Days with a purchase. */
  readonly purchases: number
  /** In how many years he did, and how many times that month has come since his first purchase. */
  readonly bought: number
  readonly observed: number
}

export interface CalendarGuess {
  readonly p50: string
  readonly range: readonly [string, string]
  readonly month: MonthCount
}

/** At most so many months recur of somebody who buys by the calendar; they hold at least so much of his purchases. */
const [most, least] = [4, 2 / 3]

/** The histogram of his purchases over the months of the calendar. The running month counts once he has bought in it. */
export function monthsOf(days: readonly string[], end: string): MonthCount[] {
  const first = days[0]?.slice(0, 7) ?? ''
  const bought = new Set(days.map((day) => day.slice(0, 7)))
  return Array.from({ length: 12 }, (_, i) => {
    const name = String(i + 1).padStart(2, '0')
    const inMonth = (month: string) => month.slice(5, 7) === name
    const all: string[] = []
    for (let year = Number(first.slice(0, 4)); year <= Number(end.slice(0, 4)); year++) {
      const month = `${String(year).padStart(4, '0')}-${name}`
      const isOver = month < end.slice(0, 7) || bought.has(month)
      if (month >= first && isOver) all.push(month)
    }
    return {
      month: i + 1,
      purchases: days.filter(inMonth).length,
      bought: [...bought].filter(inMonth).length,
      observed: all.length,
    }
  })
}

/** The next month in which he buys by the calendar; undefined where he does not buy by the calendar. */
export function byCalendar(days: readonly string[], end: string): CalendarGuess | undefined {
  const recurring = monthsOf(days, end).filter(({ bought, observed }) => bought >= 2 && 2 * bought >= observed)
  const held = recurring.reduce((sum, { purchases }) => sum + purchases, 0)
  if (recurring.length === 0 || recurring.length > most || held < least * days.length) return undefined
  const done = new Set(days.map((day) => day.slice(0, 7)))
  for (let at = end.slice(0, 7); ; at = after(at)) {
    const month = recurring.find((one) => one.month === Number(at.slice(5)))
    if (month === undefined || done.has(at)) continue
    const [length, name] = [lengthOf(at), at.slice(5)]
    const usual = days.filter((day) => day.slice(5, 7) === name).map((day) => Number(day.slice(8)))
    const middle = Math.round(quantiles(usual, [0.5]).values[0] ?? 1)
    return { p50: dateOf(at, Math.min(middle, length)), range: [dateOf(at, 1), dateOf(at, length)], month }
  }
}

const dateOf = (month: string, day: number) => `${month}-${String(day).padStart(2, '0')}`

function after(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  const next = number === 12 ? [year + 1, 1] : [year, number + 1]
  return `${String(next[0]).padStart(4, '0')}-${String(next[1]).padStart(2, '0')}`
}

const lengthOf = (month: string) => (Date.parse(`${after(month)}-01`) - Date.parse(`${month}-01`)) / 86_400_000
