import {
  customName,
  customOwner,
  type EntityIR,
  entityOf,
  type FieldIR,
  fieldOf,
  type ManyIR,
  type OneIR,
  type Row,
  type Schema,
  valueIn,
} from '../schema/index.ts'
import {
  addDuration,
  epochOf,
  formatInstant,
  localDate,
  parseDuration,
  parseInstant,
  startOfDay,
} from '../time/index.ts'
import { compareValues } from './compare.ts'
import { fold } from './fold.ts'

/**
 * What the evaluator needs beside a record.
 *
 * @example
 * const alone: World = { schema, now: 0, zone: 'UTC', actor: undefined, related: () => [] }
 */
export interface World {
  readonly schema: Schema
  /** Epoch milliseconds. */
  readonly now: number
  readonly zone: string
  readonly actor: { readonly user: string } | undefined
  /** The related records that may be seen, their fields that may not be read as null. */
  related(relation: OneIR | ManyIR, record: Row): readonly Row[]
}

type Given = Readonly<Record<string, unknown>>

/**
 * Whether a record satisfies a `Where`, given as the plain JSON that passed `checkWhere`. It is the language's meaning, written
 * down once more, and shares nothing with the checks or with SQL: fuzzing compares the two.
 *
 * @example
 * const world: World = { schema, now: 0, zone: 'UTC', actor: undefined, related: () => [] }
 * matches({ city: '上海' }, entityOf(schema, 'company'), { id: 'c_1', city: '上海' }, world) // true
 */
export function matches(where: unknown, entity: EntityIR, record: Row, world: World): boolean {
  return Object.entries(where as Given).every(([key, raw]) => {
    if (key === 'and') return (raw as unknown[]).every((item) => matches(item, entity, record, world))
    if (key === 'or') return (raw as unknown[]).some((item) => matches(item, entity, record, world))
    if (key === 'not') return !matches(raw, entity, record, world)
    if (key === customOwner) {
      return Object.entries(raw as Given).every(([own, condition]) => {
        const name = customName(own)
        return holds(condition, valueIn(record, name), fieldOf(entity, name), world)
      })
    }
    const field = entity.fields.get(key)
    if (field !== undefined) return holds(raw, record[key], field, world)
    const one = entity.one.get(key)
    if (one !== undefined) return matchesOne((raw as Given).is, one, record, world)
    const many = entity.many.get(key)
    if (many !== undefined) return matchesMany(raw as Given, many, record, world)
    throw new TypeError(`${entity.name} has no ${key}`)
  })
}

function matchesOne(is: unknown, relation: OneIR, record: Row, world: World): boolean {
  const [other] = world.related(relation, record)
  if (other === undefined || is === null) return other === undefined && is === null
  return matches(is, entityOf(world.schema, relation.to), other, world)
}

function matchesMany(given: Given, relation: ManyIR, record: Row, world: World): boolean {
  const target = entityOf(world.schema, relation.to)
  const all = world.related(relation, record)
  const seen = given.where === undefined ? all : all.filter((row) => matches(given.where, target, row, world))
  return Object.entries(given).every(([key, raw]) => {
    const hits = () => all.filter((row) => matches(raw, target, row, world)).length
    if (key === 'some') return hits() > 0
    if (key === 'none') return hits() === 0
    if (key === 'every') return hits() === all.length
    if (key === 'where') return true
    if (key === 'count') return holds(raw, seen.length, integer, world)
    return figuresIn(raw as Given).every(([name, condition]) => {
      const field = target.fields.get(name) ?? integer
      const values = seen.map((row) => valueIn(row, name)).filter((value) => value !== null && value !== undefined)
      return holds(condition, figureOf(key, values), field, world)
    })
  })
}

function figuresIn(given: Given): readonly (readonly [name: string, condition: unknown])[] {
  return Object.entries(given).flatMap(([name, raw]) =>
    name === customOwner
      ? Object.entries(raw as Given).map(([own, condition]) => [customName(own), condition] as const)
      : [[name, raw] as const],
  )
}

function figureOf(fn: string, values: readonly unknown[]): unknown {
  if (fn === 'sum') return values.reduce((sum: bigint, value) => sum + BigInt(value as number), 0n)
  const sorted = values.toSorted(compareValues)
  return fn === 'min' ? sorted[0] : sorted.at(-1)
}

const integer = { kind: 'integer' } as FieldIR

/** Whether a value satisfies what stands at its field. */
function holds(raw: unknown, value: unknown, field: FieldIR, world: World): boolean {
  const operators =
    typeof raw === 'object' && raw !== null && !Object.hasOwn(raw, 'actor') ? (raw as Given) : { eq: raw }
  return Object.entries(operators).every(([op, operand]) => {
    if (op === 'ne') return !leaf('eq', operand, value, field, world)
    if (op === 'notIn') return !leaf('in', operand, value, field, world)
    return leaf(op, operand, value, field, world)
  })
}

function leaf(op: string, operand: unknown, value: unknown, field: FieldIR, world: World): boolean {
  const missing = value === null || value === undefined
  if (op === 'isNull') return missing === operand
  if (op === 'eq' && operand === null) return missing
  if (missing) return false
  switch (op) {
    case 'eq':
      return equal(value, resolve(operand, field, world))
    case 'in':
      return (operand as unknown[]).some((item) => equal(value, resolve(item, field, world)))
    case 'contains':
      return fold(value as string).includes(fold(operand as string))
    case 'startsWith':
      return (value as string).startsWith(folded(operand, field) as string)
  }
  const ago = typeof operand === 'object' && operand !== null ? (operand as Given).ago : undefined
  const difference =
    ago === undefined
      ? compareValues(value, resolve(operand, field, world))
      : isWithin(value, ago, field, world)
        ? 1
        : -1
  if (op === 'gt') return difference > 0
  if (op === 'gte') return difference >= 0
  return op === 'lt' ? difference < 0 : difference <= 0
}

// A sum is a bigint, which is never identical to a number.
const equal = (a: unknown, b: unknown): boolean => (typeof a === 'bigint' ? a === BigInt(b as number) : a === b)

/** Within a duration: while now is before the event plus the duration. */
function isWithin(value: unknown, ago: unknown, field: FieldIR, { now, zone }: World): boolean {
  const event = field.kind === 'date' ? startOfDay(value as string, zone) : epochOf(value as string)
  return now < addDuration(event, durationOf(ago), zone)
}

function resolve(operand: unknown, field: FieldIR, { now, zone, actor }: World): unknown {
  if (typeof operand === 'object' && operand !== null) {
    if (Object.hasOwn(operand, 'actor')) return actor?.user
    const end = addDuration(now, durationOf((operand as Given).ahead), zone)
    return field.kind === 'date' ? localDate(end, zone) : formatInstant(end)
  }
  return field.kind === 'datetime' ? parseInstant(operand as string) : folded(operand, field)
}

/** An address is asked for as it is stored: without spaces around it, width and case folded. */
const folded = (operand: unknown, field: FieldIR): unknown =>
  field.kind === 'email' ? fold((operand as string).trim()) : operand

function durationOf(text: unknown) {
  const duration = parseDuration(text as string)
  if (duration === undefined) throw new TypeError(`${text} is no duration`)
  return duration
}
