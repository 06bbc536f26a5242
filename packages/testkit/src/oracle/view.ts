import type { Row } from '@guanxi/core'
import {
  type EntityIR,
  entityOf,
  type ManyIR,
  matches,
  type OneIR,
  type Schema,
  valueIn,
  type World,
  withValues,
} from '@guanxi/core/storage'

/**
 * Plain JSON of the query language.
 *
 * @example
 * const where: Json = { city: '上海', not: { ownerId: null } }
 */
export type Json = Readonly<Record<string, unknown>>

/**
 * What an actor may see, as plain JSON: by entity, the rows, and the conditions under which masked fields are shown.
 *
 * @example
 * const rules: AccessRules = { company: { rows: { ownerId: 'u_1' }, masks: { phone: { city: '上海' } } } }
 */
export type AccessRules = Readonly<
  Record<string, { readonly rows: Json; readonly masks: Readonly<Record<string, Json>> }>
>

/**
 * What is asked, and of whom.
 *
 * @example
 * const setting: Setting = { schema: sampleSchema(), now: 0, zone: 'UTC', actor: { user: 'u_1' }, access: null }
 */
export interface Setting {
  readonly schema: Schema
  readonly now: number
  readonly zone: string
  readonly actor: { readonly user: string } | undefined
  /** Null: the engine's own view. */
  readonly access: AccessRules | null
}

/**
 * Which records: those alive, those in the bin, or both.
 *
 * @example
 * const bins: readonly Bin[] = ['without', 'only', 'with']
 */
export type Bin = 'without' | 'only' | 'with'

/**
 * One tenant's records as somebody sees them: the rows that may be seen, with null where a field may not be read.
 *
 * @example
 * const schema = sampleSchema()
 * const rows = randomRows(new Random(7), schema)
 * const view = new View(rows, { schema, now: 0, zone: 'UTC', actor: undefined, access: null })
 * const things = view.all(sampleEntities(schema).thing)
 */
export class View {
  readonly setting: Setting
  readonly world: World
  readonly #rows: Readonly<Record<string, readonly Row[]>>
  readonly #seen = new Map<string, readonly Row[]>()

  constructor(rows: Readonly<Record<string, readonly Row[]>>, setting: Setting) {
    this.#rows = rows
    this.setting = setting
    const { schema, now, zone, actor } = setting
    this.world = { schema, now, zone, actor, related: (relation, record) => this.related(relation, record) }
  }

  /** The records of an entity. */
  all(entity: EntityIR, bin: Bin = 'without'): readonly Row[] {
    const key = `${entity.name} ${bin}`
    let seen = this.#seen.get(key)
    if (seen === undefined) {
      seen = this.#compute(entity, bin)
      this.#seen.set(key, seen)
    }
    return seen
  }

  /** The records that a relation leads to; those in the bin never are. */
  related(relation: OneIR | ManyIR, record: Row): readonly Row[] {
    const [own, other] = relation.type === 'one' ? [relation.via, relation.on] : [relation.on, relation.via]
    const value = record[own.name]
    if (value === null || value === undefined) return []
    return this.all(entityOf(this.setting.schema, relation.to)).filter((row) => row[other.name] === value)
  }

  /** The value at the end of a path; missing where a hop finds nothing. */
  follow(names: readonly string[], entity: EntityIR, record: Row): unknown {
    const [name = '', ...rest] = names
    if (rest.length === 0) return valueIn(record, name) ?? null
    const relation = entity.one.get(name)
    if (relation === undefined) throw new TypeError(`${entity.name} has no ${name}`)
    const [other] = this.related(relation, record)
    return other === undefined ? null : this.follow(rest, entityOf(this.setting.schema, relation.to), other)
  }

  #compute(entity: EntityIR, bin: Bin): readonly Row[] {
    const rows = (this.#rows[entity.name] ?? []).filter((row) => {
      const deleted = (row.deletedAt ?? null) !== null
      return bin === 'with' || deleted === (bin === 'only')
    })
    const { access } = this.setting
    if (access === null) return rows
    const rule = access[entity.name]
    if (rule === undefined) return []
    // Its own conditions see everything.
    const { world } = new View(this.#rows, { ...this.setting, access: null })
    return rows
      .filter((row) => matches(rule.rows, entity, row, world))
      .map((row) => {
        const hidden = Object.entries(rule.masks).filter(([, shown]) => !matches(shown, entity, row, world))
        return withValues(
          row,
          hidden.map(([name]) => [name, null] as const),
        )
      })
  }
}
