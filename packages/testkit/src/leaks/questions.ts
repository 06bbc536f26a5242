import { type EntityIR, entityOf, type FieldIR, isOrdered, isSummable, type ManyIR, type Schema } from '@guanxi/core'
import type { Json, RawAggregate } from '../oracle/index.ts'
import type { Random } from '../sample/random.ts'
import { asked } from './roles.ts'

/** Something that an actor asks. */
export type Question =
  | { readonly ask: 'list' | 'pages' | 'iterate'; readonly entity: string; readonly query: ListQuery }
  | { readonly ask: 'get' | 'history' | 'story'; readonly entity: string; readonly id: string }
  | { readonly ask: 'count' | 'deleteMany'; readonly entity: string; readonly where: Json }
  | { readonly ask: 'aggregate'; readonly entity: string; readonly query: RawAggregate }

export interface ListQuery {
  readonly where: Json
  readonly orderBy?: Json | readonly Json[]
  readonly limit: number
  readonly include?: Json
}

/** Values that occur, hidden ones too, by `entity.field`. */
export type Values = (entity: EntityIR, field: FieldIR) => readonly unknown[]

/** Makes random questions that pass the checks of the query language. */
export class QuestionMaker {
  readonly #random: Random
  readonly #schema: Schema
  readonly #values: Values

  constructor(random: Random, schema: Schema, values: Values) {
    this.#random = random
    this.#schema = schema
    this.#values = values
  }

  make(): Question {
    const random = this.#random
    const entity = entityOf(this.#schema, random.pick(asked))
    const { name } = entity
    const kind = random.pick([
      'list',
      'list',
      'pages',
      'pages',
      'iterate',
      'get',
      'story',
      'story',
      'history',
      'count',
      'aggregate',
      'aggregate',
      'deleteMany',
    ] as const)
    const ids = this.#values(entity, entity.fields.get('id') as FieldIR)
    const id = () => String(random.chance(0.05) ? 'nobody' : ids.length > 0 ? random.pick(ids) : 'nobody')
    if (kind === 'story' && entity.ownedBy !== undefined) return this.make()
    if (kind === 'get' || kind === 'story') return { ask: kind, entity: name, id: id() }
    if (kind === 'history') return entity.staged ? { ask: kind, entity: name, id: id() } : this.make()
    if (kind === 'deleteMany' && entity.ownedBy !== undefined) return this.make()
    if (kind === 'count' || kind === 'deleteMany') return { ask: kind, entity: name, where: this.where(entity, 3) }
    if (kind === 'aggregate') return { ask: kind, entity: name, query: this.#aggregate(entity) }
    const include = kind === 'list' && random.chance(0.5) ? { include: this.#include(entity, 2) } : {}
    const limit = kind === 'list' ? random.int(1, 200) : random.int(1, 3)
    return {
      ask: kind,
      entity: name,
      query: {
        where: random.chance(0.3) ? {} : this.where(entity, 3),
        orderBy: this.#orderBy(entity),
        limit,
        ...include,
      },
    }
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

  #orderBy(entity: EntityIR): readonly Json[] {
    const keys = Array.from({ length: this.#random.int(0, 2) }, () => this.#path(entity, ({ kind }) => kind !== 'json'))
    const different = new Map(keys.map((names) => [names.join('.'), names]))
    return [...different.values()].map((names) => {
      const direction = this.#random.pick(['asc', 'desc'])
      return names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), direction) as Json
    })
  }

  #include(entity: EntityIR, depth: number): Json {
    const random = this.#random
    const relations = random.some([...entity.one.values(), ...entity.many.values()], 0.35)
    return Object.fromEntries(
      relations.slice(0, 2).map((relation) => {
        const target = entityOf(this.#schema, relation.to)
        const include = depth > 1 ? { include: this.#include(target, depth - 1) } : {}
        if (relation.type === 'one') return [relation.name, random.chance(0.3) ? true : include]
        const where = random.chance(0.5) ? { where: this.where(target, 1) } : {}
        return [relation.name, { ...where, orderBy: this.#orderBy(target), limit: random.int(1, 4), ...include }]
      }),
    )
  }

  #aggregate(entity: EntityIR): RawAggregate {
    const random = this.#random
    const groupBy = Object.fromEntries(
      Array.from({ length: random.int(0, 2) }, (_, i) => [`k${i}`, this.#group(entity)]),
    )
    const measures = Object.fromEntries(
      Array.from({ length: random.int(1, 3) }, (_, i) => [`m${i}`, this.#measure(entity)]),
    )
    const named = Object.keys(measures).filter((name) => measures[name]?.fn !== 'avg')
    const counted = Object.keys(measures).filter((name) =>
      ['count', 'countDistinct', 'sum'].includes(String(measures[name]?.fn)),
    )
    const having =
      counted.length > 0 && random.chance(0.4)
        ? { having: { [random.pick(counted)]: { [random.pick(['gt', 'lte', 'ne'])]: random.int(0, 3) } } }
        : {}
    const orderBy = random
      .some([...Object.keys(groupBy), ...named], 0.5)
      .map((name) => ({ [name]: random.pick(['asc', 'desc']) }))
    const where = random.chance(0.4) ? {} : this.where(entity, 2)
    return { where, groupBy, measures, ...having, orderBy, ...(random.chance(0.3) ? { limit: random.int(1, 3) } : {}) }
  }

  #group(entity: EntityIR): Json {
    const path = this.#path(entity, ({ kind }) => kind !== 'json')
    return path.length === 1 ? { field: path[0] } : { path }
  }

  #measure(entity: EntityIR): Json {
    const random = this.#random
    const fn = random.pick(['count', 'count', 'countDistinct', 'sum', 'avg', 'min', 'max'] as const)
    if (fn === 'count' && random.chance(0.5)) return { fn }
    const fits = ({ kind }: FieldIR) =>
      fn === 'sum' || fn === 'avg'
        ? isSummable(kind)
        : fn === 'count' || fn === 'countDistinct'
          ? kind !== 'json'
          : isOrdered(kind)
    const path = this.#path(entity, fits)
    return {
      fn,
      ...(path.length === 1 ? { field: path[0] } : { path }),
      ...(fn === 'avg' ? { rounding: 'half-up' } : {}),
    }
  }

  /** A way over up to two to-one relations to a field that will do. */
  #path(entity: EntityIR, fits: (field: FieldIR) => boolean, hops = 2): readonly string[] {
    const random = this.#random
    const relations = [...entity.one.values()]
    const fields = [...entity.fields.values()].filter(fits)
    if (hops === 0 || relations.length === 0 || random.chance(0.6)) return [random.pick(fields).name]
    const relation = random.pick(relations)
    return [relation.name, ...this.#path(entityOf(this.#schema, relation.to), fits, hops - 1)]
  }
}
