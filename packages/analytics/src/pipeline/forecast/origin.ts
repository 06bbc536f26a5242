import type { Inside } from '../../inside.ts'
import { type Chance, fitSeries } from '../../math/index.ts'
import { daysBetween } from '../../period/days-between.ts'
import { shifted } from '../../period/grain.ts'
import { dayOf } from '../../period/window.ts'
import { amountOf } from '../amounts.ts'
import { type Course, chanceOf, isOpen, isWon, knownAt } from '../course.ts'
import { expectedOf } from '../expected.ts'
import { perYear, type Span, startOfInstant } from '../grain.ts'
import type { Grain } from '../shape.ts'
import { Evidence, type Rules } from './evidence.ts'

/** A forecast is made from what was known before an instant. */
export interface Vantage {
  /** What was known happened before it. */
  readonly before: number
  /** Until when what is open has been watched. */
  readonly at: number
  /** The period that is forecast. */
  readonly span: Span
  /** Amounts and chances are those that the stays remember. */
  readonly past: boolean
}

interface Open {
  readonly amount: number
  readonly chance: number
  readonly place: number
  readonly age: number
  readonly key: string | null
  readonly expectedAt: string | null
}

/** What a method answers; null where it has nothing to say. */
export interface Answer {
  readonly value: number
  readonly interval: readonly [number, number] | null
  readonly n: number
  readonly method?: string
}

/** What was known at an instant, and what the three methods make of it. */
export class Origin {
  readonly #evidence: Evidence
  readonly #open: Open[] = []
  readonly #wonBy = new Map<string, number>()
  /** How many records were there at the instant. */
  seen = 0
  /** What was won in the period before the instant. */
  won = 0
  /** What was won in the period in the end, and of it what was open at the instant. */
  actual = 0
  actualOfOpen = 0
  /** Records without an amount, open and won, open ones without a day, and such as are older than any that was closed. */
  readonly lacks = { amount: 0, won: 0, expected: 0, history: 0 }

  readonly vantage: Vantage
  readonly #inside: Inside
  readonly #grain: Grain

  constructor(vantage: Vantage, inside: Inside, grain: Grain, rules: Rules) {
    this.vantage = vantage
    this.#inside = inside
    this.#grain = grain
    this.#evidence = new Evidence(rules)
  }

  /** A record as it is known now, its group, and what it comes to now. */
  see(course: Course, key: string | null, amount: number | null): void {
    const { at, before, span, past } = this.vantage
    const then = knownAt(course, before)
    const inPeriod = isWon(course) && closedIn(course, span)
    if (inPeriod) this.actual += amount ?? 0
    if (then === null) return
    this.seen++
    this.#evidence.see(then, key, at)
    if (isWon(then)) {
      if (amount === null) this.lacks.won++
      const day = startOfInstant(then.last.entered, this.#grain, this.#inside)
      this.#wonBy.set(day, (this.#wonBy.get(day) ?? 0) + (amount ?? 0))
      if (closedIn(then, span)) this.won += amount ?? 0
    }
    if (!isOpen(then)) return
    if (inPeriod) this.actualOfOpen += amount ?? 0
    const known = past ? amountOf(then, { past }) : amount
    if (known === null) this.lacks.amount++
    else this.#open.push(openOf(then, { amount: known, chance: chanceOf(then, { past }), key, age: this.#ageOf(then) }))
  }

  #ageOf({ first }: Course): number {
    return Math.max(0, Math.floor(daysBetween(first.entered, this.vantage.at, this.#inside.zone)))
  }

  /** Σ amount × chance of the stage, of those due by the end of the period; one without a day may come in any. */
  stage(exact: boolean): Answer | null {
    if (this.#knowsNothing()) return null
    const [today, first] = [dayOf(new Date(this.vantage.at).toISOString(), this.#inside), this.vantage.span.day]
    const end = dayOf(new Date(Date.parse(this.vantage.span.to) - 1).toISOString(), this.#inside)
    const due = this.#open.filter(({ expectedAt }) => {
      if (expectedAt === null) return true
      const earlier = expectedAt >= today && expectedAt < first
      return expectedAt <= end && !earlier
    })
    this.lacks.expected = due.filter(({ expectedAt }) => expectedAt === null).length
    return this.#sum(
      due.map(({ amount, chance }) => ({ amount, probability: chance })),
      exact,
    )
  }

  /** Σ amount × win rate × chance of closing within the period. */
  history(exact: boolean): Answer | null {
    if (this.#knowsNothing()) return null
    const { at, span } = this.vantage
    const { zone } = this.#inside
    const [from, to] = [Math.max(0, daysBetween(at, span.from, zone)), daysBetween(at, span.to, zone)]
    const closing = this.#evidence.closing()
    const chances: Chance[] = []
    this.lacks.history = 0
    for (const { place, age, key, amount } of this.#open) {
      const rate = this.#evidence.winRate(place, age, key)
      if (rate === null) return null
      const { chance, beyond } = closing(age, from, to)
      if (beyond) this.lacks.history++
      chances.push({ amount, probability: Math.min(1, rate * chance) })
    }
    return this.#sum(chances, exact)
  }

  /** The revenue won in each period that is over, carried on. */
  series(): Answer | null {
    const { span, at } = this.vantage
    const values: number[] = []
    const days = [...this.#wonBy.keys()].sort()
    const running = startOfInstant(at, this.#grain, this.#inside)
    let day = days[0] ?? running
    for (; day < running; day = shifted(day, this.#grain, 1, this.#inside)) values.push(this.#wonBy.get(day) ?? 0)
    let steps = 1
    for (; day < span.day; day = shifted(day, this.#grain, 1, this.#inside)) steps++
    const fitted = fitSeries(values, { period: perYear[this.#grain] })
    if (fitted === null) return null
    const { mean, lower, upper } = fitted.forecast(steps)
    const positive = (value = 0) => Math.max(0, Math.round(value))
    const interval = [positive(lower[0]?.[steps - 1]), positive(upper[0]?.[steps - 1])] as const
    return { value: positive(mean[steps - 1]), interval, n: values.length, method: fitted.method }
  }

  /** There are open records, and nobody knows what any of them comes to. */
  #knowsNothing(): boolean {
    return this.#open.length === 0 && this.lacks.amount > 0
  }

  #sum(chances: readonly Chance[], exact: boolean): Answer {
    const n = chances.length
    if (!exact) {
      const mean = chances.reduce((sum, { amount, probability }) => sum + amount * probability, 0)
      return { value: Math.round(this.won + mean), interval: null, n }
    }
    const { mean, lower, upper } = expectedOf(chances)
    const interval = [Math.round(this.won + (lower[0] ?? 0)), Math.round(this.won + (upper[0] ?? 0))] as const
    return { value: Math.round(this.won + mean), interval, n }
  }
}

function openOf({ record, last }: Course, rest: Pick<Open, 'amount' | 'chance' | 'key' | 'age'>): Open {
  return {
    ...rest,
    place: last.stage.place,
    expectedAt: typeof record.expectedAt === 'string' ? record.expectedAt : null,
  }
}

const closedIn = ({ last }: Course, { from, to }: Span): boolean =>
  last.entered >= Date.parse(from) && last.entered < Date.parse(to)
