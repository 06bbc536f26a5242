import {
  type EntityIR,
  entityOf,
  type FieldIR,
  isOrdered,
  isSummable,
  type ManyIR,
  type Schema,
} from '@guanxi/core/storage'
import type { Json } from '../oracle/index.ts'
import type { Random } from '../sample/random.ts'

/** Values that occur, hidden ones too, by `entity.field`. */
export type Values = (entity: EntityIR, field: FieldIR) => readonly unknown[]

/** Makes random conditions and paths that pass the checks of the query language. */
export class ConditionMaker {
  readonly #random: Random
  readonly #schema: Schema
  readonly #values: Values

  constructor(random: Random, schema: Schema, values: Values) {
    this.#random = random
    this.#schema = schema
    this.#values = values
  }

  /** Any condition on an entity, over at most so many relations. */
  where(entity: EntityIR, hops: number): Json {
    const random = this.#random
    const kind = hops > 0 ? random.int(0, 9) : 9
    if (kind === 0) return { not: this.where(entity, hops - 1) }
    if (kind < 3) return { [random.pick(['and', 'or'])]: [this.where(entity, hops - 1), this.where(entity, hops - 1)] }
    const relations = [...entity.one.values(), ...entity.many.values()]
    if (kind > 5 || relations.length === 0) return this.#leaf(entity)
    const relation = random.pick(relations)
    const inner = () => this.where(entityOf(this.#schema, relation.to), hops - 1)
    if (relation.type === 'one') return { [relation.name]: { is: random.chance(0.2) ? null : inner() } }
    if (random.chance(0.5)) return { [relation.name]: { [random.pick(['some', 'none', 'every'])]: inner() } }
    return { [relation.name]: { ...(random.chance(0.5) ? { where: inner() } : {}), ...this.#figure(relation) } }
  }

  #leaf(entity: EntityIR): Json {
    const random = this.#random
    // Owners decide most often in policies.
    const owner = random.chance(0.2) ? entity.fields.get('ownerId') : undefined
    const field = owner ?? random.pick([...entity.fields.values()])
    const value = () => this.#value(entity, field)
    if (field.kind === 'json' || random.chance(0.1)) return { [field.name]: { isNull: random.chance(0.5) } }
    if (field.name === 'ownerId' && random.chance(0.4)) return { ownerId: { eq: { actor: 'user' } } }
    if (field.search === true && random.chance(0.4))
      return { [field.name]: { contains: String(value() ?? 'a').slice(0, 2) } }
    const some = value()
    if (some === null) return { [field.name]: random.pick([null, { ne: null }]) }
    const ops = isOrdered(field.kind) ? ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'notIn'] : ['eq', 'ne']
    const op = random.pick(ops)
    if (op !== 'in' && op !== 'notIn') return { [field.name]: { [op]: some } }
    return { [field.name]: { [op]: [some, value()].filter((item) => item !== null) } }
  }

  #figure(relation: ManyIR): Json {
    const random = this.#random
    const op = random.pick(['eq', 'ne', 'gt', 'gte', 'lt', 'lte'])
    const target = entityOf(this.#schema, relation.to)
    const fn = random.pick(['count', 'count', 'sum', 'min', 'max'] as const)
    const fields = [...target.fields.values()].filter((f) => (fn === 'sum' ? isSummable(f.kind) : isOrdered(f.kind)))
    if (fn === 'count' || fields.length === 0) return { count: { [op]: random.int(0, 3) } }
    const field = random.pick(fields)
    const value = this.#value(target, field)
    return value === null ? { count: { [op]: 1 } } : { [fn]: { [field.name]: { [op]: value } } }
  }

  #value(entity: EntityIR, field: FieldIR): unknown {
    const values = this.#values(entity, field)
    return values.length === 0 ? null : (this.#random.pick(values) ?? null)
  }

  /** A way over up to two to-one relations to a field that will do. */
  path(entity: EntityIR, fits: (field: FieldIR) => boolean, hops = 2): readonly string[] {
    const random = this.#random
    const relations = [...entity.one.values()]
    const fields = [...entity.fields.values()].filter(fits)
    if (hops === 0 || relations.length === 0 || random.chance(0.6)) return [random.pick(fields).name]
    const relation = random.pick(relations)
    return [relation.name, ...this.path(entityOf(this.#schema, relation.to), fits, hops - 1)]
  }
}
