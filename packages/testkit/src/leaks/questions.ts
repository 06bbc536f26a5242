import { type EntityIR, entityOf, type FieldIR, isOrdered, isSummable, type Schema } from '@guanxi/core/storage'
import type { Json, RawAggregate, RawSearch } from '../oracle/index.ts'
import type { Random } from '../sample/random.ts'
import { ConditionMaker, type Values } from './conditions.ts'
import { asked } from './roles.ts'

/** Something that an actor asks. */
export type Question =
  | { readonly ask: 'list' | 'pages' | 'iterate' | 'histories'; readonly entity: string; readonly query: ListQuery }
  | { readonly ask: RecordAsk; readonly entity: string; readonly id: string }
  | { readonly ask: 'count' | 'deleteMany'; readonly entity: string; readonly where: Json }
  | { readonly ask: 'aggregate'; readonly entity: string; readonly query: RawAggregate }
  | { readonly ask: 'search'; readonly entity: string; readonly query: RawSearch & { readonly limit: number } }
  | { readonly ask: 'explain'; readonly entity: string; readonly query: ListQuery }
  | { readonly ask: 'timeline'; readonly entity: string; readonly id: string; readonly input: TimelineInput }
  | { readonly ask: 'purchases'; readonly entity: string; readonly id: string; readonly input: PurchasesInput }

/** What is asked of one record, by its id alone. */
export type RecordAsk = 'get' | 'history' | 'story' | 'owners' | 'sharedWith'

/** What `timeline` is told beside the id; it is read page after page. */
export interface TimelineInput {
  readonly limit: number
  readonly entities?: readonly string[]
}

/** What `purchases` is told beside the id. */
export interface PurchasesInput {
  readonly currency: 'own' | 'report'
  readonly products: number
}

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
      'histories',
      'iterate',
      'get',
      'story',
      'story',
      'history',
      'owners',
      'sharedWith',
      'count',
      'aggregate',
      'aggregate',
      'deleteMany',
      'search',
      'search',
      'explain',
      'purchases',
      'timeline',
      'timeline',
    ] as const)
    // Only deals have stages, and customers purchases.
    const owned = ['company', 'contact', 'deal', 'order'] as const
    const timeline = ['company', 'contact', 'deal', 'lead', 'product'] as const
    const fitting = {
      timeline,
      search: asked.filter((name) => isSearched(entityOf(this.#schema, name))),
      history: ['deal'],
      histories: ['deal'],
      purchases: ['company', 'contact'],
      owners: owned,
      sharedWith: owned,
    } as const
    const entity = entityOf(
      this.#schema,
      random.pick<string>(kind in fitting ? fitting[kind as keyof typeof fitting] : asked),
    )
    const { name } = entity
    const ids = this.#values(entity, entity.fields.get('id') as FieldIR)
    const id = () => String(random.chance(0.05) ? 'nobody' : ids.length > 0 ? random.pick(ids) : 'nobody')
    if (kind === 'purchases') {
      const input = { currency: random.pick(['own', 'report'] as const), products: random.int(0, 2) }
      return { ask: kind, entity: name, id: id(), input }
    }
    if (kind === 'timeline') {
      const shown = [...new Set(entity.shows.map(({ from }) => from))]
      const entities = random.chance(0.3) ? { entities: random.some(shown, 0.5) } : {}
      return { ask: kind, entity: name, id: id(), input: { limit: random.int(1, 4), ...entities } }
    }
    if (isRecordAsk(kind)) return { ask: kind, entity: name, id: id() }
    if (kind === 'deleteMany' && entity.ownedBy !== undefined) return this.make()
    if (kind === 'count' || kind === 'deleteMany')
      return { ask: kind, entity: name, where: this.#conditions.where(entity, 3) }
    if (kind === 'aggregate') return { ask: kind, entity: name, query: this.#aggregate(entity) }
    if (kind === 'search') return this.#search(entity)
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

  /** By a part of what is there for somebody, of the record or of what it owns. */
  #search(entity: EntityIR): Question {
    const random = this.#random
    const sources = [entity, ...entity.owns.map(({ to }) => entityOf(this.#schema, to))].flatMap((of) =>
      [...of.fields.values()].filter(({ search }) => search === true).flatMap((field) => this.#values(of, field)),
    )
    const texts = sources.filter((value) => typeof value === 'string' && value.trim() !== '') as readonly string[]
    const whole = texts.length === 0 ? 'a' : random.pick(texts)
    const points = [...whole]
    const from = random.chance(0.5) ? 0 : random.int(0, points.length - 1)
    const part = points.slice(from, from + random.int(1, points.length)).join('')
    const text = random.chance(0.3) || part.trim() === '' ? whole : part
    const where = random.chance(0.6) ? {} : { where: this.#conditions.where(entity, 2) }
    return { ask: 'search', entity: entity.name, query: { text, ...where, limit: random.int(1, 4) } }
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
    const named = Object.keys(measures).filter((name) => !['avg', 'list'].includes(String(measures[name]?.fn)))
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
    const fn = random.pick(['count', 'count', 'countDistinct', 'sum', 'avg', 'min', 'max', 'list'] as const)
    if (fn === 'count' && random.chance(0.5)) return { fn }
    const fits = ({ kind }: FieldIR) =>
      fn === 'sum' || fn === 'avg'
        ? isSummable(kind)
        : fn === 'list'
          ? kind !== 'json' && kind !== 'number'
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

const recordAsks: readonly string[] = ['get', 'history', 'story', 'owners', 'sharedWith'] satisfies readonly RecordAsk[]
const isRecordAsk = (kind: string): kind is RecordAsk => recordAsks.includes(kind)

const isSearched = (entity: EntityIR): boolean => [...entity.fields.values()].some(({ search }) => search === true)
