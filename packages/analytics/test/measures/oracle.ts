/** A record as the oracle has it: when, in which groups, and what it adds. */
export interface Fact {
  readonly at: string
  readonly keys: Readonly<Record<string, string | null>>
  /** Undefined: the record is counted, and has nothing else. */
  readonly amount?: number | string | null
}

export type Fn = 'count' | 'sum' | 'avg' | 'max' | 'min' | 'distinct'

export interface Question {
  readonly by: readonly string[]
  readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year' | undefined
  /** Days of the zone. */
  readonly from: string
  readonly to: string
  readonly compareTo: 'previous' | 'yearAgo' | undefined
  readonly topN: { readonly by: string; readonly n: number; readonly other: boolean } | undefined
  readonly matrix: boolean
  /** The instant behind which nothing is known, and the day of it. */
  readonly now: string
}

const noon = (day: string) => Date.parse(`${day}T12:00:00Z`)
const plus = (day: string, days: number) => new Date(noon(day) + days * 86_400_000).toISOString().slice(0, 10)

/** The same, said once: it is asked thousands of times. */
function once<K, V>(of: (key: K) => V): (key: K) => V {
  const said = new Map<K, V>()
  return (key) => {
    if (!said.has(key)) said.set(key, of(key))
    return said.get(key) as V
  }
}

/** The day of an instant, as the platform's own calendar has it. */
export function dayIn(zone: string) {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return once((instant: string) => format.format(new Date(instant)))
}

/** The period of a day, by its first one. */
function periodOf(day: string, grain: Question['grain']): string {
  const [year = 0, month = 0] = day.split('-').map(Number)
  const first = (of: number) => `${year}-${String(of).padStart(2, '0')}-01`
  if (grain === 'week') {
    let monday = day
    while (new Date(noon(monday)).getUTCDay() !== 1) monday = plus(monday, -1)
    return monday
  }
  if (grain === 'month') return first(month)
  if (grain === 'quarter') return first([1, 1, 1, 4, 4, 4, 7, 7, 7, 10, 10, 10][month - 1] ?? 1)
  return grain === 'year' ? first(1) : day
}

const yearAgo = (day: string) => {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const clamped = month === 2 && date === 29 ? 28 : date
  return new Date(Date.UTC(year - 1, month - 1, clamped)).toISOString().slice(0, 10)
}

/** The days of the window that is compared to. */
function otherDays({ from, to, compareTo }: Question): readonly [string, string] | undefined {
  if (compareTo === undefined) return undefined
  if (compareTo === 'yearAgo') return [yearAgo(from), yearAgo(to)]
  if (!from.endsWith('-01') || !to.endsWith('-01')) {
    let n = 0
    for (let day = from; day < to; day = plus(day, 1)) n++
    return [plus(from, -n), from]
  }
  let back = 0
  for (let day = from; day < to; day = periodOf(plus(day, 32), 'month')) back++
  let first = from
  for (let i = 0; i < back; i++) first = periodOf(plus(first, -1), 'month')
  return [first, from]
}

function periodsOf([from, to]: readonly [string, string], grain: Question['grain']): readonly (string | null)[] {
  if (grain === undefined) return [null]
  const found: string[] = []
  for (let day = from; day < to; day = plus(day, 1)) {
    const period = periodOf(day, grain)
    if (found.at(-1) !== period) found.push(period)
  }
  return found
}

interface Place {
  readonly span: readonly [string, string]
  readonly start: string | null
}

interface Told {
  readonly value: number | string | null
  readonly n: number
}

function told(facts: readonly Fact[], fn: Fn): Told {
  const amounts = facts.map(({ amount }) => amount).filter((one) => one !== null && one !== undefined)
  if (fn === 'count') return { value: facts.length, n: facts.length }
  if (fn === 'distinct') return { value: new Set(amounts).size, n: amounts.length }
  const sorted = amounts.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const sum = amounts.reduce<number>((all, one) => all + Number(one), 0)
  if (fn === 'sum') return { value: facts.length > 0 && amounts.length === 0 ? null : sum, n: amounts.length }
  if (amounts.length === 0) return { value: null, n: 0 }
  if (fn === 'avg') return { value: Math.floor(sum / amounts.length + 0.5), n: amounts.length }
  return { value: (fn === 'min' ? sorted[0] : sorted.at(-1)) ?? null, n: amounts.length }
}

const compare = (a: string | null, b: string | null) =>
  a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1

/** What the question should be answered with: rows as texts that can be compared, and totals. */
export function answer(
  question: Question,
  measures: readonly { readonly name: string; readonly fn: Fn; readonly facts: readonly Fact[] }[],
  day: (instant: string) => string,
) {
  const { by, grain, from, to, topN, now } = question
  const here: Place['span'] = [from, to]
  const there = otherDays(question)
  const today = day(now)
  const period = once((of: string) => periodOf(of, grain))
  const inside = (facts: readonly Fact[], [first, end]: readonly [string, string]) =>
    facts.filter(({ at }) => day(at) >= first && day(at) < end && day(at) <= today)
  const keysOf = ({ keys }: Fact) => by.map((name) => keys[name] ?? null)
  const groupOf = once((fact: Fact) => JSON.stringify(keysOf(fact)))
  const spans = there === undefined ? [here] : [here, there]
  const groups = new Map<string, readonly (string | null)[]>()
  for (const span of spans)
    for (const { facts } of measures) for (const fact of inside(facts, span)) groups.set(groupOf(fact), keysOf(fact))
  if (by.length === 0) groups.set('[]', [])
  const all = [...groups.values()]
  let list = all.toSorted((a, b) => a.map((one, i) => compare(one, b[i] ?? null)).find((n) => n !== 0) ?? 0)
  if (question.matrix) {
    const values = by.map((_, i) => [...new Set(all.map((keys) => keys[i] ?? null))].toSorted(compare))
    list = values.reduce<(string | null)[][]>(
      (rows, own) => rows.flatMap((row) => own.map((one) => [...row, one])),
      [[]],
    )
  }
  const of = (facts: readonly Fact[], groups: readonly (readonly (string | null)[])[]) => {
    const names = new Set(groups.map((keys) => JSON.stringify(keys)))
    return facts.filter((fact) => names.has(groupOf(fact)))
  }
  let units: { kind: string; groups: readonly (readonly (string | null)[])[] }[] = list.map((keys) => ({
    kind: 'group',
    groups: [keys],
  }))
  if (topN !== undefined) {
    const { fn = 'count', facts = [] } = measures.find(({ name }) => name === topN.by) ?? {}
    const score = (keys: readonly (string | null)[]) => told(of(inside(facts, here), [keys]), fn).value
    // Sorting keeps the order of keys among equals.
    const ranked = list.toSorted((a, b) => {
      const [x, y] = [score(a), score(b)]
      if (x === y) return 0
      if (x === null || y === null) return x === null ? 1 : -1
      return x > y ? -1 : 1
    })
    units = ranked.slice(0, topN.n).map((keys) => ({ kind: 'group', groups: [keys] }))
    const rest = ranked.slice(topN.n)
    if (topN.other && rest.length > 0) units.push({ kind: 'other', groups: rest })
  }
  const stateOf = once((at: string) => {
    const { span, start } = JSON.parse(at) as Place
    const days: string[] = []
    for (let one = span[0]; one < span[1]; one = plus(one, 1))
      if (start === null || period(one) === start) days.push(one)
    const [first = '', last = ''] = [days[0], days.at(-1)]
    if (first > today) return 'future'
    const whole = start === null || (first === start && period(plus(last, 1)) !== start)
    return last < today && whole ? 'complete' : 'partial'
  })
  const within = once((at: string) => {
    const { span, start } = JSON.parse(at) as Place
    return measures.map(({ facts }) =>
      inside(facts, span).filter((fact) => start === null || period(day(fact.at)) === start),
    )
  })
  const place = (span: Place['span'], start: string | null) => JSON.stringify({ span, start })
  const cell = (at: string, m: number, groups: readonly (readonly (string | null)[])[]) => {
    if (stateOf(at) === 'future') return { value: null, n: null }
    const [fn, facts] = [measures[m]?.fn ?? 'count', within(at)[m] ?? []]
    const own = told(of(facts, groups), fn)
    if (fn !== 'distinct') return own
    const filled = groups.filter((keys) => of(facts, [keys]).some(({ amount }) => amount !== null))
    return filled.length > 1 ? { ...own, value: null } : own
  }
  const other = there === undefined ? [] : periodsOf(there, grain)
  const rows = units.flatMap(({ kind, groups }) =>
    periodsOf(here, grain).map((start, i) => {
      const at = place(here, start)
      const matching = grain === 'day' && question.compareTo === 'yearAgo' ? yearAgo(start ?? '') : other[i]
      const before =
        there === undefined || matching === undefined || !other.includes(matching) ? undefined : place(there, matching)
      const values = measures.map(({ name }, m) => {
        const figure = cell(at, m, groups)
        if (before === undefined) return [name, figure, null, null]
        const past = cell(before, m, groups)
        const over = stateOf(at) === 'complete' && stateOf(before) === 'complete'
        const both = typeof figure.value === 'number' && typeof past.value === 'number'
        return [name, figure, past, over && both ? Number(figure.value) - Number(past.value) : null]
      })
      const state = start === null ? null : stateOf(at)
      return { kind, keys: kind === 'group' ? groups[0] : null, period: start, state, values }
    }),
  )
  const whole = place(here, null)
  const totals = measures.map(({ name, fn }, m) => [
    name,
    stateOf(whole) === 'future' ? { value: null, n: null } : told(within(whole)[m] ?? [], fn),
  ])
  return { rows, totals }
}
