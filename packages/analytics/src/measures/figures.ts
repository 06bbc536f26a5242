import type { Wanted } from './asked.ts'
import { addsUp, type Cell, figureOf, type Kind } from './cell.ts'
import type { Span } from './compare.ts'
import { hidden, tooFew } from './hide.ts'
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
}

/** A value with how many records it was made of; null of what is not told. */
interface Told {
  readonly value: number | string | null
  readonly n: number | null
}

const untold: Told = { value: null, n: null }

/** The figures of rows and of the whole, as they are told. */
export class Figures {
  readonly #parts: Parts
  /** What all groups come to, by period and measure. */
  readonly #wholes = new Map<string, number | string | null>()
  /** By unit and measure: which periods have too few records, of the span and of the other one. */
  readonly #hidden: readonly (readonly (readonly ReadonlySet<number>[])[])[]

  constructor(parts: Parts) {
    this.#parts = parts
    const { units, wanted, span, other, now, then } = parts
    this.#hidden = units.map(({ groups }) =>
      wanted.map((one) => [this.#few(groups, one, now, span), this.#few(groups, one, then, other)]),
    )
  }

  /** Of the u-th unit in the i-th period. */
  values(u: number, i: number) {
    const { wanted, units, span, other, now, then, matched } = this.#parts
    const [period, against] = [span.periods[i], matched(i)]
    const j = against === undefined ? -1 : (other?.periods.indexOf(against) ?? -1)
    const groups = units[u]?.groups ?? []
    const figures = wanted.map((one, m) => {
      const [mine, theirs] = this.#hidden[u]?.[m] ?? []
      const cell = now.cells.of(groups, period?.start ?? null, one.name, one.kind)
      const state = period?.state ?? span.state
      const told = mine?.has(i) === true ? untold : tell(cell, one.kind, state)
      const share = this.#share(one, m, i, told)
      if (against === undefined || then === undefined) return [one.name, compared(told, share, undefined)] as const
      const before = then.cells.of(groups, against?.start ?? null, one.name, one.kind)
      const past = against?.state ?? other?.state ?? 'future'
      const previous = theirs?.has(j) === true ? untold : tell(before, one.kind, past)
      return [one.name, compared(told, share, previous, state === 'complete' && past === 'complete')] as const
    })
    return Object.fromEntries(figures)
  }

  /** Of all groups and periods. */
  totals(alone: boolean) {
    const { wanted, span, other, now, then, minGroup } = this.#parts
    const of = ({ name, kind }: Wanted, from: Reading, { state }: Span) => {
      const cell = from.totals.at('[]', null, name)
      return minGroup !== undefined && tooFew(cell.records, minGroup) ? untold : tell(cell, kind, state)
    }
    const figures = wanted.map((one) => {
      const told = of(one, now, span)
      if (alone || other === undefined || then === undefined)
        return [one.name, compared(told, null, undefined)] as const
      const over = span.state === 'complete' && other.state === 'complete'
      return [one.name, compared(told, null, of(one, then, other), over)] as const
    })
    return Object.fromEntries(figures)
  }

  #few(groups: readonly string[], { name, kind }: Wanted, from: Reading | undefined, span: Span | undefined) {
    const { minGroup } = this.#parts
    if (minGroup === undefined || from === undefined || span === undefined) return new Set<number>()
    const numbers = span.periods.map((period) => from.cells.of(groups, period?.start ?? null, name, kind).records)
    return hidden(numbers, minGroup)
  }

  /** A share tells what all groups come to, and with it what was hidden of one. */
  #share({ name, kind }: Wanted, m: number, i: number, { value }: Told): number | null {
    const { grouped, all, now, span } = this.#parts
    if (!grouped || !addsUp(kind) || typeof value !== 'number') return null
    if (this.#hidden.some((unit) => unit[m]?.[0]?.has(i) === true)) return null
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
