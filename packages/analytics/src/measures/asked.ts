import { invalid, type MeasureIR } from '@guanxi/core'
import { spelled } from '../explained/define.ts'
import type { Inside } from '../inside.ts'
import { inStages } from '../records/in-stages.ts'
import type { Kind } from './cell.ts'
import { measuresDefinitions } from './definitions.ts'

export type Entity = NonNullable<ReturnType<Inside['schema']['entities']['get']>>
export type Where = Readonly<Record<string, unknown>>
export type Field = string | { readonly path: readonly string[] }
export type Key = Field | { readonly of: Readonly<Record<string, Field>> }

/** A measure that was asked for. */
export interface Wanted {
  readonly name: string
  /** `orders.revenue.v1`. */
  readonly definition: string
  readonly summary: string
  readonly entity: Entity
  readonly kind: Kind
  /** As `aggregate` takes it, and by which instant; null: it is no aggregate, see {@link newCustomers}. */
  readonly measure: MeasureIR | null
  /** The amount that it adds, if it does. */
  readonly amount: string | undefined
  /** Which records it counts, of those that are asked for: its own condition and its stages. */
  readonly own: Where | undefined
}

/** Finds the measures. The first that there is not is `INVALID`. */
export function wantedOf(inside: Inside, names: readonly string[]): readonly Wanted[] {
  return names.map((name, i) => {
    if (names.indexOf(name) !== i) throw invalid(`measures.${i}`, `${name} is named twice`)
    return name === 'customers.new' ? firstPurchases(inside) : named(inside, name, `measures.${i}`)
  })
}

function named(inside: Inside, name: string, path: string): Wanted {
  const measure = inside.measures.get(name)
  const entity = measure && inside.schema.entities.get(measure.entity)
  if (measure === undefined || entity === undefined) {
    const known = [...inside.measures.keys(), 'customers.new'].toSorted()
    throw invalid(path, `there is no measure ${name}`, `Known here: ${known.join(', ')}.`)
  }
  const { fn, field, path: way, rounding = null, where } = ofIt(measure)
  const names = way ?? (field === undefined ? [] : [field])
  const source = fieldOf(inside, entity, names)
  // Only a field of its own has its currency in a known place.
  const amount = source?.kind === 'money' && names.length === 1 && fn !== 'count' ? names[0] : undefined
  const staged = measure.stages === null ? undefined : inStages(inside.pipelines, measure.entity, measure.stages)
  const conditions = [where, staged].filter((one) => one !== undefined)
  return {
    name,
    definition: spelled({ id: name, version: measure.version }),
    summary: measure.summary,
    entity,
    kind: { fn, rounding: source?.kind === 'money' ? rounding : null },
    measure,
    amount,
    own: conditions.length === 0 ? undefined : { and: conditions },
  }
}

/** `createCrm` has checked that it is a measure. */
const ofIt = ({ of }: MeasureIR): Of => of as unknown as Of

interface Of {
  readonly fn: Kind['fn']
  readonly field?: string
  readonly path?: readonly string[]
  readonly rounding?: Kind['rounding']
  readonly where?: Where
}

function firstPurchases({ schema }: Inside): Wanted {
  const order = schema.entities.get('order')
  if (order === undefined) throw new TypeError('there are no orders')
  const { newCustomers: definition } = measuresDefinitions
  const [of, kind] = [{ entity: order, measure: null }, { fn: 'count', rounding: null } as const]
  const summary = 'How many customers bought for the first time.'
  return {
    ...of,
    name: definition.id,
    definition: spelled(definition),
    summary,
    kind,
    amount: undefined,
    own: undefined,
  }
}

function fieldOf({ schema }: Inside, entity: Entity, names: readonly string[]) {
  let at: Entity | undefined = entity
  for (const name of names.slice(0, -1)) at = schema.entities.get(at?.one.get(name)?.to ?? '')
  return at?.fields.get(names.at(-1) ?? '')
}

/** The kind of the field by which records fall into periods. */
export const isDay = (inside: Inside, entity: Entity, at: MeasureIR['at']): boolean =>
  fieldOf(inside, entity, typeof at === 'string' ? [at] : at.path)?.kind === 'date'

/** The keys of an entity's groups. Throws `INVALID` for one that is not told of it. */
export function keysOf(by: Readonly<Record<string, Key>>, { name: entity }: Entity): readonly Field[] {
  return Object.entries(by).map(([name, key]) => {
    if (typeof key === 'string' || 'path' in key) return key
    const own = Object.hasOwn(key.of, entity) ? key.of[entity] : undefined
    if (own === undefined)
      throw invalid(
        `by.${name}.of`,
        `does not say what it is of ${entity}`,
        `Such as { of: { ${entity}: 'ownerId' } }.`,
      )
    return own
  })
}

/** A condition on what to-one relations lead to. */
export function reached(field: Field, condition: unknown): Where {
  const names = typeof field === 'string' ? [field] : field.path
  return names.reduceRight<unknown>(
    (is, name, i) => ({ [name]: i === names.length - 1 ? is : { is } }),
    condition,
  ) as Where
}
