import type { FieldKind } from '@guanxi/core'
import { kindsAt, type Place, places } from '../sample/schema.ts'

/** Where a condition stands: on the record, over a to-one or to-many relation, or over two. */
export const hops = ['own', 'one', 'many', 'far'] as const
export type Hop = (typeof hops)[number]

/** One thing that must be tried: an operator on a kind of field, kept somewhere, reached somehow. */
export interface Combination {
  readonly kind: FieldKind
  readonly operator: string
  readonly place: Place
  readonly hop: Hop
}

const always = ['isNull', 'eq null', 'ne null']
const equality = ['eq', 'ne', 'in', 'notIn', ...always]
const order = ['gt', 'gte', 'lt', 'lte']
const relative = ['gt ago', 'gte ago', 'lt ago', 'lte ago', 'gt ahead', 'gte ahead', 'lt ahead', 'lte ahead']

/** The operators that a kind of field has; `null` and relative times count as operators of their own. */
export function operatorsOf(kind: FieldKind, place: Place): readonly string[] {
  switch (kind) {
    case 'json':
      return always
    case 'boolean':
      return equality
    case 'integer':
    case 'money':
    case 'number':
      return [...equality, ...order]
    case 'date':
    case 'datetime':
      return [...equality, ...order, ...relative]
    case 'string':
    case 'text':
      // A tenant's own fields are not searched.
      return [...equality, ...order, 'startsWith', ...(place === 'custom' ? [] : ['contains'])]
    default:
      return [...equality, ...order, 'startsWith']
  }
}

/** Every operator × kind × null × hop. A tenant's own fields are kept as others in the JSON column are: once is enough. */
export function combinations(): readonly Combination[] {
  const placesAt = (hop: Hop) => (hop === 'own' ? places : places.filter((place) => place !== 'custom'))
  return hops.flatMap((hop) =>
    placesAt(hop).flatMap((place) =>
      kindsAt(place).flatMap((kind) => operatorsOf(kind, place).map((operator) => ({ kind, operator, place, hop }))),
    ),
  )
}

/** Counts what was tried. */
export class Coverage {
  readonly #counts = new Map<string, number>(combinations().map((c) => [spell(c), 0]))

  count(combination: Combination): void {
    const key = spell(combination)
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }

  /** How often the rarest was tried. */
  get least(): number {
    return Math.min(...this.#counts.values())
  }

  get size(): number {
    return this.#counts.size
  }
}

const spell = ({ kind, operator, place, hop }: Combination): string => `${operator} ${kind} ${place} ${hop}`
