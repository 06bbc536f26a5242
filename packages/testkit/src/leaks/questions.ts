import { type EntityIR, entityOf, type FieldIR, isOrdered, isSummable, type Schema } from '@guanxi/core'
import type { Json, RawAggregate } from '../oracle/index.ts'
import type { Random } from '../sample/random.ts'
import { ConditionMaker, type Values } from './conditions.ts'
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

/** Makes random questions that pass the checks of the query language. */
export class QuestionMaker {
  readonly #random: Random
  readonly #schema: Schema
  readonly #values: Values
  readonly #conditions: ConditionMaker

  constructor(random: Random, schema: Schema, values: Values) {
    this.#random = random
    this.#schema = schema
    this.#values = values
    this.#conditions = new ConditionMaker(random, schema, values)
  }

  make(): Question {
    const random = this.#random
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
    // Only deals have stages.
    const entity = entityOf(this.#schema, kind === 'history' ? 'deal' : random.pick(asked))
    const { name } = entity
    const ids = this.#values(entity, entity.fields.get('id') as FieldIR)
    const id = () => String(random.chance(0.05) ? 'nobody' : ids.length > 0 ? random.pick(ids) : 'nobody')
    if (kind === 'get' || kind === 'story' || kind === 'history') return { ask: kind, entity: name, id: id() }
    if (kind === 'deleteMany' && entity.ownedBy !== undefined) return this.make()
    if (kind === 'count' || kind === 'deleteMany')
      return { ask: kind, entity: name, where: this.#conditions.where(entity, 3) }
    if (kind === 'aggregate') return { ask: kind, entity: name, query: this.#aggregate(entity) }
    const include = kind === 'list' && random.chance(0.5) ? { include: this.#include(entity, 2) } : {}
    const limit = kind === 'list' ? random.int(1, 200) : random.int(1, 3)
    return {
      ask: kind,
      entity: name,
      query: {
        where: random.chance(0.3) ? {} : this.#conditions.where(entity, 3),
        orderBy: this.#orderBy(entity),
        limit,
        ...include,
      },
    }
  }

  #orderBy(entity: EntityIR): readonly Json[] {
    const keys = Array.from({ length: this.#random.int(0, 2) }, () =>
      this.#conditions.path(entity, ({ kind }) => kind !== 'json'),
    )
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
        const where = random.chance(0.5) ? { where: this.#conditions.where(target, 1) } : {}
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
    const where = random.chance(0.4) ? {} : this.#conditions.where(entity, 2)
    return { where, groupBy, measures, ...having, orderBy, ...(random.chance(0.3) ? { limit: random.int(1, 3) } : {}) }
  }

  #group(entity: EntityIR): Json {
    const path = this.#conditions.path(entity, ({ kind }) => kind !== 'json')
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
    const path = this.#conditions.path(entity, fits)
    return {
      fn,
      ...(path.length === 1 ? { field: path[0] } : { path }),
      ...(fn === 'avg' ? { rounding: 'half-up' } : {}),
    }
  }
}
