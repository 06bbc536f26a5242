import { type EntityIR, entityOf, type FieldIR, isOrdered, isSummable, type Schema } from '@guanxi/core/storage'
import type { AccessRules, Bin, Json } from '../oracle/index.ts'
import type { Random } from '../sample/random.ts'
import { sampleEntities } from '../sample/schema.ts'
import { samples, sampleZones } from '../sample/values.ts'
import type { AggregateCase, Case, SelectCase } from './case.ts'
import type { Combination } from './coverage.ts'
import { named } from './named.ts'
import { WhereMaker } from './where.ts'

const units = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const

/** Makes random queries that pass the checks, each around one combination. */
export class CaseMaker {
  readonly #random: Random
  readonly #schema: Schema
  readonly #entities: ReturnType<typeof sampleEntities>
  readonly #where: WhereMaker

  constructor(random: Random, schema: Schema) {
    this.#random = random
    this.#schema = schema
    this.#entities = sampleEntities(schema)
    this.#where = new WhereMaker(random, schema)
  }

  make(combination: Combination): Case {
    const random = this.#random
    const { thing, part } = this.#entities
    // Only things have to-many relations that understand every leaf.
    const entity = combination.hop === 'many' ? thing : random.pick([thing, part])
    const where = this.#where.using(combination, entity)
    const asked = {
      entity: entity.name,
      bin: random.pick<Bin>(['without', 'without', 'without', 'with', 'only']),
      zone: random.pick(sampleZones),
      access: random.chance(0.4) ? this.#access() : null,
    }
    return random.chance(0.7) ? this.#select(asked, where, entity) : this.#aggregate(asked, where, entity)
  }

  #select(asked: Omit<SelectCase, 'type' | 'where' | 'orderBy' | 'limit'>, where: Json, entity: EntityIR): SelectCase {
    const random = this.#random
    const perParent = random.chance(0.1) ? { perParent: entity.name === 'part' ? 'thingId' : 'parentId' } : {}
    return { type: 'select', ...asked, where, orderBy: this.#orderBy(entity), limit: random.int(1, 6), ...perParent }
  }

  #orderBy(entity: EntityIR): Json | readonly Json[] {
    const random = this.#random
    const keys = new Map<string, Json>()
    for (let i = random.int(0, 3); i > 0; i--) {
      const names = this.#path(entity, (field) => field.kind !== 'json')
      const direction = random.pick(['asc', 'desc'])
      keys.set(names.join('.'), named(names.join('.'), direction))
    }
    return [...keys.values()]
  }

  #aggregate(asked: Omit<AggregateCase, 'type' | 'query'>, where: Json, entity: EntityIR): AggregateCase {
    const random = this.#random
    const groupBy = Object.fromEntries(
      Array.from({ length: random.int(0, 2) }, (_, i) => [`key${i}`, this.#group(entity)]),
    )
    // Such groups are made in two steps where all figures are of the records themselves.
    const over = Object.values(groupBy).some((key) => (key as Json).path !== undefined)
    const own = over && random.chance(0.6)
    const measures = Object.fromEntries(
      Array.from({ length: random.int(1, 3) }, (_, i) => [`m${i}`, this.#measure(entity, own)]),
    )
    const named = Object.entries(measures).filter(([, measure]) => measure.fn !== 'avg' && measure.fn !== 'list')
    const names = [...Object.keys(groupBy), ...named.map(([name]) => name)]
    const [first] = named
    return {
      type: 'aggregate',
      ...asked,
      query: {
        where,
        groupBy,
        measures,
        ...(first !== undefined && random.chance(0.4) ? { having: this.#having(entity, ...first) } : {}),
        orderBy: random.some(names, 0.5).map((name) => ({ [name]: random.pick(['asc', 'desc']) })),
        ...(random.chance(0.3) ? { limit: random.int(1, 4) } : {}),
      },
    }
  }

  #group(entity: EntityIR): unknown {
    const random = this.#random
    const bucketed = random.chance(0.5)
    const path = this.#path(entity, ({ kind }) => (bucketed ? kind === 'date' || kind === 'datetime' : kind !== 'json'))
    const source = path.length === 1 ? { field: path[0] } : { path }
    if (!bucketed) return path.length === 1 && random.chance(0.5) ? path[0] : source
    return this.#periods(path, source)
  }

  #periods(path: readonly string[], source: object): Json {
    const random = this.#random
    if (/(^|\.)date(?!time)/.test(path.at(-1) ?? '')) return { ...source, bucket: random.pick(units.slice(1)) }
    return {
      ...source,
      bucket: random.pick(units),
      ...(random.chance(0.5) ? { timeZone: random.pick(sampleZones) } : {}),
    }
  }

  #measure(entity: EntityIR, own: boolean): Json {
    const measure = this.#figure(entity, own)
    return this.#random.chance(0.3) ? { ...measure, where: this.#where.any(entity, 1) } : measure
  }

  #figure(entity: EntityIR, own: boolean): Json {
    const random = this.#random
    const fn = random.pick(['count', 'count', 'countDistinct', 'sum', 'avg', 'min', 'max', 'list', 'list'] as const)
    if (fn === 'count' && random.chance(0.5)) return { fn }
    const periods = (fn === 'countDistinct' || fn === 'list') && random.chance(0.4)
    const fits = ({ kind }: FieldIR) => {
      if (periods) return kind === 'date' || kind === 'datetime'
      if (fn === 'list') return kind !== 'json' && kind !== 'number'
      if (fn === 'sum' || fn === 'avg') return isSummable(kind)
      return fn === 'min' || fn === 'max' ? isOrdered(kind) : fn === 'count' || kind !== 'json'
    }
    const path = own ? [random.pick([...entity.fields.values()].filter(fits)).name] : this.#path(entity, fits)
    const source = path.length === 1 ? { field: path[0] } : { path }
    if (periods) return { fn, ...this.#periods(path, source) }
    return { fn, ...source, ...(fn === 'avg' ? { rounding: random.pick(['half-up', 'half-even', 'floor']) } : {}) }
  }

  #having(entity: EntityIR, name: string, measure: Json): Json {
    const random = this.#random
    const extreme = measure.fn === 'min' || measure.fn === 'max'
    const last = (measure.path as readonly string[] | undefined)?.at(-1) ?? (measure.field as string | undefined)
    const field = [...Object.values(this.#entities)].map((e) => e.fields.get(last ?? '')).find((f) => f !== undefined)
    const values = extreme && field !== undefined ? (field.system ? ['x'] : samples[field.kind]) : [0, 1, 2, 3, 100]
    if (extreme && (field === undefined || field.system || entity.name === 'line')) return {}
    const op = random.pick(['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'isNull', 'null'])
    const leaf = {
      [name]: op === 'isNull' ? { isNull: random.chance(0.5) } : op === 'null' ? null : { [op]: random.pick(values) },
    }
    return random.chance(0.3) ? { not: leaf } : leaf
  }

  /** A way over up to two to-one relations to a field that will do. */
  #path(entity: EntityIR, fits: (field: FieldIR) => boolean): readonly string[] {
    const random = this.#random
    const relations = [...entity.one.values()]
    const target = (name: string) => entityOf(this.#schema, name)
    const hops = random.chance(0.35) && relations.length > 0 ? [random.pick(relations)] : []
    const next = hops[0] === undefined ? [] : [...target(hops[0].to).one.values()]
    if (next.length > 0 && random.chance(0.3)) hops.push(random.pick(next))
    const last = hops.at(-1)
    const fields = [...(last === undefined ? entity : target(last.to)).fields.values()]
    return [...hops.map((hop) => hop.name), random.pick(fields.filter(fits)).name]
  }

  /** What somebody may see: some rows, some fields, each on some conditions; sometimes no record of an entity at all. */
  #access(): AccessRules {
    const random = this.#random
    const rules = Object.values(this.#entities).flatMap((entity) => {
      if (random.chance(0.1)) return []
      const rows = random.chance(0.4) ? {} : { or: [this.#where.any(entity, 1), this.#where.any(entity, 1)] }
      const open = [...entity.fields.values()].filter((field) => !field.system)
      const masked = random.chance(0.7) ? random.some(open, 0.2) : []
      const masks = Object.fromEntries(
        masked.map(({ name }) => [name, random.chance(0.5) ? { or: [] } : this.#where.any(entity, 1)]),
      )
      return [[entity.name, { rows, masks }] as const]
    })
    return Object.fromEntries(rules)
  }
}
