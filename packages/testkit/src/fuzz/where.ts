import {
  type EntityIR,
  entityOf,
  isOrdered,
  isSummable,
  type ManyIR,
  type OneIR,
  type Schema,
} from '@guanxi/core/storage'
import type { Json } from '../oracle/index.ts'
import type { Random } from '../sample/random.ts'
import { kindsAt, places } from '../sample/schema.ts'
import { samples } from '../sample/values.ts'
import { type Combination, operatorsOf } from './coverage.ts'
import { leafOf, someValue } from './leaf.ts'
import { named } from './named.ts'

/** Makes random conditions that pass the checks. */
export class WhereMaker {
  readonly #random: Random
  readonly #schema: Schema

  constructor(random: Random, schema: Schema) {
    this.#random = random
    this.#schema = schema
  }

  /** A condition on an entity that surely uses a combination. */
  using(combination: Combination, entity: EntityIR): Json {
    const leaf = leafOf(this.#random, combination)
    const core = this.#reach(combination.hop, entity, leaf)
    return this.#dress(core, entity)
  }

  /** Any condition. */
  any(entity: EntityIR, depth = 2): Json {
    const random = this.#random
    const kind = random.int(0, depth > 0 ? 7 : 3)
    if (kind === 4) return { not: this.any(entity, depth - 1) }
    if (kind === 5) {
      const parts = Array.from({ length: random.int(0, 3) }, () => this.any(entity, depth - 1))
      return random.chance(0.5) ? { and: parts } : { or: parts }
    }
    if (kind > 5) return this.#related(entity, depth) ?? this.#leaf(entity)
    return random.chance(0.2) ? { ...this.#leaf(entity), ...this.#leaf(entity) } : this.#leaf(entity)
  }

  #leaf(entity: EntityIR): Json {
    const random = this.#random
    if (entity.name === 'line')
      return {
        [random.pick(['amount', 'quantity'])]: { [random.pick(['gt', 'lte', 'ne'])]: random.pick(samples.money) },
      }
    if (entity.name === 'entry')
      return { word: { [random.pick(['eq', 'ne', 'contains', 'lt'])]: random.pick(samples.string) } }
    const place = random.pick(places)
    const kind = random.pick(kindsAt(place))
    return leafOf(random, { kind, operator: random.pick(operatorsOf(kind, place)), place })
  }

  /** Puts the leaf, which thing and part understand, behind relations. */
  #reach(hop: Combination['hop'], entity: EntityIR, leaf: Json): Json {
    const random = this.#random
    const rich = (relation: OneIR | ManyIR) => relation.to === 'thing' || relation.to === 'part'
    const one = () => random.pick([...entity.one.values()].filter(rich))
    const many = () => random.pick([...entity.many.values()].filter(rich))
    switch (hop) {
      case 'own':
        return leaf
      case 'one':
        return { [one().name]: { is: leaf } }
      case 'many': {
        const relation = many()
        return { [relation.name]: this.#quantify(relation, leaf) }
      }
      case 'far': {
        const relation = random.pick([...entity.one.values(), ...entity.many.values()].filter(rich))
        const target = entityOf(this.#schema, relation.to)
        const next = random.pick(['one', 'many'] as const)
        const reachable = next === 'one' || [...target.many.values()].some(rich) ? next : 'one'
        const inner = this.#reach(reachable, target, leaf)
        return { [relation.name]: relation.type === 'one' ? { is: inner } : this.#quantify(relation, inner) }
      }
    }
  }

  #quantify(relation: ManyIR, where: Json): Json {
    const random = this.#random
    if (random.chance(0.7)) return { [random.pick(['some', 'none', 'every'])]: where }
    return { where, ...this.#figure(relation) }
  }

  #figure(relation: ManyIR): Json {
    const random = this.#random
    const compare = (values: readonly unknown[]) => {
      const value = random.pick(values)
      const op = random.pick(['eq', 'ne', 'gt', 'gte', 'lt', 'lte', ''])
      return op === '' ? value : { [op]: value }
    }
    if (random.chance(0.4)) return { count: compare([0, 1, 2, 3]) }
    const fn = random.pick(['sum', 'min', 'max'] as const)
    const fields = [...entityOf(this.#schema, relation.to).fields.values()]
    const field = random.pick(
      fields.filter((f) => !f.system && (fn === 'sum' ? isSummable(f.kind) : isOrdered(f.kind))),
    )
    if (fn === 'sum') return { sum: named(field.name, compare([0, 1, 100, 150, 3_000_000])) }
    const relative = (field.kind === 'date' || field.kind === 'datetime') && random.chance(0.5)
    if (relative)
      return { [fn]: named(field.name, { [random.pick(['gte', 'lt'])]: { ago: random.pick(['P3M', 'P1D']) } }) }
    const values = [someValue(random, field.kind)].filter((value) => !isActor(value)).concat(samples[field.kind])
    return { [fn]: named(field.name, compare(values)) }
  }

  #related(entity: EntityIR, depth: number): Json | undefined {
    const random = this.#random
    const relations = [...entity.one.values(), ...entity.many.values()]
    if (relations.length === 0) return undefined
    const relation = random.pick(relations)
    const inner = () => this.any(entityOf(this.#schema, relation.to), depth - 1)
    if (relation.type === 'one') return { [relation.name]: { is: random.chance(0.2) ? null : inner() } }
    if (random.chance(0.3)) return { [relation.name]: this.#figure(relation) }
    return { [relation.name]: this.#quantify(relation, inner()) }
  }

  /** Stands it among other conditions, sometimes. */
  #dress(core: Json, entity: EntityIR): Json {
    const random = this.#random
    switch (random.int(0, 7)) {
      case 0:
        return { not: core }
      case 1:
        return { and: [core, this.any(entity, 1)] }
      case 2:
        return { or: [core, this.any(entity, 1)] }
      case 3:
        return { not: { or: [this.any(entity, 1), { not: core }] } }
      default:
        return core
    }
  }
}

const isActor = (value: unknown): boolean => typeof value === 'object' && value !== null && 'actor' in value
