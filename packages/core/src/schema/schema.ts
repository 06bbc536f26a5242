import type { FieldSpec } from './field.ts'

/** A field in its place: what the storages, the query checks and the runner work from. */
export interface FieldIR extends FieldSpec {
  readonly name: string
  /** Who defined it: `core`, a plugin's id, or `app` for the host's own fields. */
  readonly owner: string
  /** `column`: a column of its own. `extra`: the key `<owner>.<name>` in the entity's JSON column. */
  readonly place: 'column' | 'extra'
  /** Kept by the engine: id, version, stage … */
  readonly system: boolean
}

/** A to-one relation: this record's `via` equals the other's `on`. */
export interface OneIR {
  readonly type: 'one'
  readonly name: string
  readonly from: string
  readonly to: string
  readonly via: FieldIR
  readonly on: FieldIR
}

/** A to-many relation: the other's `via` equals this record's `on`. */
export interface ManyIR {
  readonly type: 'many'
  readonly name: string
  readonly from: string
  readonly to: string
  readonly via: FieldIR
  readonly on: FieldIR
}

/** An index: unique ones ignore the bin. Every one leads with the tenant. */
export interface IndexIR {
  readonly fields: readonly string[]
  readonly unique: boolean
}

/** An entity with everything that its definition implies. */
export interface EntityIR {
  readonly name: string
  readonly plural: string
  readonly owner: string
  /** By name, in the order of columns: the system's fields first. */
  readonly fields: ReadonlyMap<string, FieldIR>
  readonly one: ReadonlyMap<string, OneIR>
  readonly many: ReadonlyMap<string, ManyIR>
  readonly indexes: readonly IndexIR[]
  readonly staged: boolean
  readonly keeping: 'full' | 'log'
  readonly identity: readonly string[]
  readonly derive: ((input: { record: Row; owned: Readonly<Record<string, readonly Row[]>> }) => Row) | undefined
  /** The relation to the owner, for owned entities. */
  readonly ownedBy: OneIR | undefined
  /** The to-many relations to what this entity owns. */
  readonly owns: readonly ManyIR[]
  /** The field that holds the currency of the money fields: its own, or its owner's (one hop). */
  readonly currency: { readonly hops: readonly OneIR[]; readonly field: FieldIR } | undefined
}

/** The whole schema: immutable; everything is derived from it. */
export interface Schema {
  /** A digest of everything that shapes tables and queries; part of every plan's key. */
  readonly version: string
  readonly entities: ReadonlyMap<string, EntityIR>
}

/** A record as the engine and the storages pass it: field names to values in their canonical spelling. */
export type Row = Readonly<Record<string, unknown>>

/** The entity of a name. */
export function entityOf(schema: Schema, name: string): EntityIR {
  const entity = schema.entities.get(name)
  if (entity === undefined) throw new TypeError(`no entity ${name} in this schema`)
  return entity
}

/** The field of a name. */
export function fieldOf(entity: EntityIR, name: string): FieldIR {
  const field = entity.fields.get(name)
  if (field === undefined) throw new TypeError(`no field ${name} in ${entity.name}`)
  return field
}
