import type { Wanted } from './asked.ts'
import { addsUp, type Cell, figureOf, type Kind } from './cell.ts'
import type { Span } from './compare.ts'
import { type Hidden, hiddenIn, tooFew } from './hide.ts'
import type { Period } from './periods.ts'
import type { Reading } from './sources.ts'
import type { Unit } from './units.ts'

interface Parts {
  readonly wanted: readonly Wanted[]
  readonly units: readonly Unit[]
  /** Every group that there is, spelled. */
  readonly all: readonly string[]
  readonly span: Span
  readonly other: Span | undefined
  readonly now: Reading
  readonly then: Reading | undefined
  /** The period of the other span that the i-th is compared to. */
  readonly matched: (i: number) => Period | null | undefined
  readonly minGroup: number | undefined
  readonly grouped: boolean
  /** What is compared to has a total of its own: the first period has not, it is in the question's. */
  readonly totalOfOther: boolean
}

/** A value with how many records it was made of; null of what is not told. */
interface Told {
  readonly value: number | string | null
  readonly n: number | null
}

const untold: Told = { value: null, n: null }

/** What tells a period from all others, of either time; a window without a grain is one. */
const spelled = (period: Period | null | undefined, { window }: Span): string => {
  const { from, to } = period ?? window
  return `${from} ${to}`
}

/** The figures of rows and of the whole, as they are told. */
export class Figures {
  readonly #parts: Parts
  /** What all groups come to, by period and measure. */
  readonly #wholes = new Map<string, number | string | null>()
  /** By unit and measure: what has too few records to be told. */
  readonly #hidden: readonly (readonly Hidden[])[]

  constructor(parts: Parts) {
    this.#parts = parts
    this.#hidden = parts.units.map(({ groups }) => parts.wanted.map((one) => this.#few(groups, one)))
  }

  /** Of the u-th unit in the i-th period. */
  values(u: number, i: number) {
    const { wanted, units, span, other, now, then, matched } = this.#parts
    const [period, against] = [span.periods[i], matched(i)]
    const groups = units[u]?.groups ?? []
    const figures = wanted.map((one, m) => {
      const hidden = this.#hidden[u]?.[m]?.periods
      const cell = now.cells.of(groups, period?.start ?? null, one.name, one.kind)
      const state = period?.state ?? span.state
      const told = hidden?.has(spelled(period, span)) === true ? untold : tell(cell, one.kind, state)
      const share = this.#share(one, m, i, told)
      if (against === undefined || then === undefined) return [one.name, compared(told, share, undefined)] as const
      const before = then.cells.of(groups, against?.start ?? null, one.name, one.kind)
      const past = against?.state ?? other?.state ?? 'future'
      const few = other !== undefined && hidden?.has(spelled(against, other)) === true
      const previous = few ? untold : tell(before, one.kind, past)
      return [one.name, compared(told, share, previous, state === 'complete' && past === 'complete')] as const
    })
    return Object.fromEntries(figures)
  }

  /** Of all groups and periods. */
  totals() {
    const { wanted, span, other, now, then, totalOfOther } = this.#parts
    const of = (m: number, { name, kind }: Wanted, from: Reading, { state }: Span, time: number) =>
      this.#isHidden(m, from, name, time) ? untold : tell(from.totals.at('[]', null, name), kind, state)
    const figures = wanted.map((one, m) => {
      const told = of(m, one, now, span, 0)
      if (!totalOfOther || other === undefined || then === undefined)
        return [one.name, compared(told, null, undefined)] as const
      const over = span.state === 'complete' && other.state === 'complete'
      return [one.name, compared(told, null, of(m, one, then, other, 1), over)] as const
    })
    return Object.fromEntries(figures)
  }

  /** The measures of which the total, now or then, or a period is not told. */
  kept() {
    const { wanted, now, then } = this.#parts
    const names = (of: (m: number, name: string) => boolean) =>
      wanted.flatMap(({ name }, m) => (of(m, name) ? [name] : []))
    return {
      totals: names((m, name) => this.#isHidden(m, now, name, 0)),
      previous: names((m, name) => then !== undefined && this.#isHidden(m, then, name, 1)),
      periods: names((m) => this.#hidden.some((unit) => (unit[m]?.periods.size ?? 0) > 0)),
    }
  }

  #isHidden(m: number, from: Reading, name: string, time: number): boolean {
    const { minGroup, totalOfOther } = this.#parts
    if (minGroup === undefined || (time === 1 && !totalOfOther)) return false
    const few = tooFew(from.totals.at('[]', null, name).n, minGroup)
    return few || this.#hidden.some((unit) => unit[m]?.totals[time] === true)
  }

  #few(groups: readonly string[], { name, kind }: Wanted): Hidden {
    const { minGroup, span, other, now, then, totalOfOther } = this.#parts
    if (minGroup === undefined) return { periods: new Set(), totals: [] }
    const numbers = (from: Reading, of: Span) =>
      new Map(of.periods.map((one) => [spelled(one, of), from.cells.of(groups, one?.start ?? null, name, kind).n]))
    const past = then === undefined || other === undefined ? [] : [numbers(then, other)]
    return hiddenIn([numbers(now, span), ...past], minGroup, [true, totalOfOther])
  }

  /** A share tells what all groups come to, and with it what was hidden of one. */
  #share({ name, kind }: Wanted, m: number, i: number, { value }: Told): number | null {
    const { grouped, all, now, span } = this.#parts
    if (!grouped || !addsUp(kind) || typeof value !== 'number') return null
    const period = spelled(span.periods[i], span)
    if (this.#hidden.some((unit) => unit[m]?.periods.has(period) === true)) return null
    const place = `${i} ${m}`
    const known = this.#wholes.get(place)
    const sum = known ?? figureOf(now.cells.of(all, span.periods[i]?.start ?? null, name, kind), kind)
    if (known === undefined) this.#wholes.set(place, sum)
    return typeof sum === 'number' && sum !== 0 ? value / sum : null
  }
}

/** Nothing is known of what is still to come. */
const tell = (cell: Cell, kind: Kind, state: Period['state']): Told =>
  state === 'future' ? untold : { value: figureOf(cell, kind), n: cell.n }

function compared({ value, n }: Told, share: number | null, previous: Told | undefined, over = false) {
  const figure = { value, n, share, previous: previous === undefined ? null : { ...previous } }
  if (!over || previous === undefined || typeof value !== 'number' || typeof previous.value !== 'number')
    return { ...figure, delta: null }
  const absolute = value - previous.value
  return { ...figure, delta: { absolute, relative: previous.value === 0 ? null : absolute / Math.abs(previous.value) } }
}
