import { endsWithin, kaplanMeier, type Lifetime, shrunkenRate } from '../../math/index.ts'
import { daysBetween } from '../../period/days-between.ts'
import { type Course, isOpen, isWon } from '../course.ts'

/** How win rates are told apart, and how far a few cases are believed. */
export interface Rules {
  readonly ages: readonly number[]
  readonly strength: number
  /** The zone of its days. */
  readonly zone: string
}

interface Tally {
  won: number
  n: number
}

/** What the past says of open records: how often such were won, and how long they took. It grows with cells and days, not with records. */
export class Evidence {
  readonly #cells = new Map<string, Tally>()
  readonly #all: Tally = { won: 0, n: 0 }
  readonly #lifetimes = new Map<string, Lifetime & { count: number }>()
  readonly #rates = new Map<string, number>()

  readonly #rules: Rules

  constructor(rules: Rules) {
    this.#rules = rules
  }

  /** A record as it was known, watched until an instant. */
  see(course: Course, key: string | null, at: number): void {
    const { first, last } = course
    if (first.stage.type !== 'open') return
    const open = isOpen(course)
    this.#live(Math.floor(daysBetween(first.entered, open ? at : last.entered, this.#rules.zone)), !open)
    if (open) return
    const won = isWon(course) ? 1 : 0
    for (const cell of [...this.#passed(course)].flatMap((cell) => [cell, grouped(cell, key)])) {
      const tally = this.#cells.get(cell) ?? { won: 0, n: 0 }
      this.#cells.set(cell, { won: tally.won + won, n: tally.n + 1 })
    }
    this.#all.won += won
    this.#all.n++
  }

  /** The chance that a record is won, if it is closed; null where nothing has been decided yet. */
  winRate(place: number, age: number, key: string | null): number | null {
    if (this.#all.n === 0) return null
    const cell = `${place}:${this.#ageGroup(age)}`
    const prior = this.#rate(cell, this.#all.won / this.#all.n)
    return key === null ? prior : this.#rate(grouped(cell, key), prior)
  }

  /** The chance that a record of an age is closed between two days from now; how far the past does not reach is told. */
  closing(): (age: number, from: number, to: number) => { readonly chance: number; readonly beyond: boolean } {
    const curve = kaplanMeier([...this.#lifetimes.values()])
    const last = curve.lastTime ?? 0
    const by = (age: number, days: number) => endsWithin(curve, age, Math.max(0, Math.min(days, last - age))) ?? 0
    return (age, from, to) => ({ chance: Math.max(0, by(age, to) - by(age, from)), beyond: age + to > last })
  }

  #live(time: number, event: boolean): void {
    const key = `${time}:${event}`
    const { count = 0 } = this.#lifetimes.get(key) ?? {}
    this.#lifetimes.set(key, { time, event, count: count + 1 })
  }

  #rate(cell: string, prior: number): number {
    const known = this.#rates.get(cell)
    if (known !== undefined) return known
    const { won, n } = this.#cells.get(cell) ?? { won: 0, n: 0 }
    if (n === 0) return prior
    const { rate } = shrunkenRate({ hits: won, n, prior, strength: this.#rules.strength })
    this.#rates.set(cell, rate)
    return rate
  }

  /** The stages and ages in which a record was open: of those that stand there now it tells. */
  #passed({ first, stays }: Course): Set<string> {
    const { ages, zone } = this.#rules
    const cells = new Set<string>()
    for (const { stage, entered, left } of stays) {
      if (stage.type !== 'open' || left === null) continue
      const start = this.#ageGroup(daysBetween(first.entered, entered, zone))
      const end = daysBetween(first.entered, left, zone)
      for (let group = start; group === start || (ages[group - 1] ?? Infinity) < end; group++)
        cells.add(`${stage.place}:${group}`)
    }
    return cells
  }

  #ageGroup(age: number): number {
    const group = this.#rules.ages.findIndex((edge) => age < edge)
    return group < 0 ? this.#rules.ages.length : group
  }
}

const grouped = (cell: string, key: string | null): string => `${cell}:${key ?? ''}`
