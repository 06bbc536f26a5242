import type { Arrangement } from './arrangement.ts'
import type { DeriveInput } from './entity.ts'
import type { FieldSpec } from './field.ts'

/**
 * A field in its place: what the storages, the query checks and the runner work from.
 *
 * @example
 * const columns = (entity: EntityIR) => [...entity.fields.values()].filter(({ place }: FieldIR) => place === 'column')
 */
export interface FieldIR extends FieldSpec {
  readonly name: string
  /** Who defined it: `core`, a plugin's id, or `app` for the host's own fields. */
  readonly owner: string
  /** `column`: a column of its own. `extra`: a key in the entity's JSON column, see {@link extraKeyOf}. */
  readonly place: 'column' | 'extra'
  /** Kept by the engine: id, version, stage … */
  readonly system: boolean
}

/**
 * A to-one relation: this record's `via` equals the other's `on`.
 *
 * @example
 * const joined = ({ via, on }: OneIR) => `${via.name} = ${on.name}` // companyId = id
 */
export interface OneIR {
  readonly type: 'one'
  readonly name: string
  readonly from: string
  readonly to: string
  readonly via: FieldIR
  readonly on: FieldIR
}

/**
 * A to-many relation: the other's `via` equals this record's `on`.
 *
 * @example
 * const joined = ({ via, on }: ManyIR) => `${via.name} = ${on.name}` // companyId = id
 */
export interface ManyIR {
  readonly type: 'many'
  readonly name: string
  readonly from: string
  readonly to: string
  readonly via: FieldIR
  readonly on: FieldIR
}

/**
 * An index: unique ones ignore the bin. Every one leads with the tenant.
 *
 * @example
 * const index: IndexIR = { fields: ['ownerId', 'createdAt'], unique: false }
 */
export interface IndexIR {
  readonly fields: readonly string[]
  readonly unique: boolean
  /** Of these fields alone. */
  readonly covering?: true
}

/**
 * Where records of an entity stand on timelines.
 *
 * @example
 * const shownOn = ({ of }: TimelineIR) => of.map(({ to }) => to)
 */
export interface TimelineIR {
  readonly at: FieldIR
  readonly of: readonly OneIR[]
  /** The enum field that timelines may be narrowed by. */
  readonly kind: FieldIR | undefined
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
  /** A process remembers all of its records until one is written. */
  readonly remembered: boolean
  readonly identity: readonly string[]
  /** Its records are persons; `same` leads to the record of the same person. */
  readonly subject: { readonly same: OneIR | undefined } | undefined
  readonly derive: ((input: DeriveInput) => Row) | undefined
  /** The fields that `derive` takes from owned records; undefined: any. */
  readonly derived: readonly string[] | undefined
  /** Fields and owned lists that are written together. */
  readonly arrange: readonly Arrangement[]
  /** The fields that no two items of one owner have all the same. */
  readonly key: readonly string[]
  /** Items of its owner's list are only added. */
  readonly appended: boolean
  /** The record that a text in the list of its owner stands for. */
  readonly fromText: ((text: string) => Row) | undefined
  /** Which records are still their owner's business; false: none. */
  readonly open: Readonly<Record<string, unknown>> | false
  /** A new record is nobody's, where no owner is given. */
  readonly pooled: boolean
  /** The relation to the owner, for owned entities. */
  readonly ownedBy: OneIR | undefined
  /** The to-many relations to what this entity owns. */
  readonly owns: readonly ManyIR[]
  readonly timeline: TimelineIR | undefined
  /** The relations over which records appear on the timelines of its own. */
  readonly shows: readonly OneIR[]
  /** Where the currency of each amount stands: in a field of its own, or of its owner's (one hop). */
  readonly currencies: ReadonlyMap<string, CurrencyIR>
  /** Its amounts in the report currency. */
  readonly report: ReportIR | undefined
  /** The schema of the tenant that it belongs to, where that is not the code's: relations lead to its entities. */
  readonly overlay?: Schema
}

/**
 * Where the currency of an amount stands.
 *
 * @example
 * const spell = ({ hops, field }: CurrencyIR) => [...hops.map(({ name }) => name), field.name].join('.') // order.currency
 */
export interface CurrencyIR {
  readonly hops: readonly OneIR[]
  readonly field: FieldIR
}

/**
 * How the amounts of an entity get their values in the report currency.
 *
 * @example
 * const dayOf = ({ at }: ReportIR) => at?.name ?? 'the moment of the write'
 */
export interface ReportIR {
  /** The fields that hold the values; each names its amount. */
  readonly fields: readonly FieldIR[]
  /** The currency of the amounts. */
  readonly currency: FieldIR
  /** Whose day decides the rate; undefined, as a missing value: the moment of the write. */
  readonly at: FieldIR | undefined
}

/** The whole schema: immutable; everything is derived from it. */
export interface Schema {
  /** A digest of everything that shapes tables and queries; part of every plan's key. */
  readonly version: string
  readonly entities: ReadonlyMap<string, EntityIR>
}

/**
 * A record as the engine and the storages pass it: field names to values in their canonical spelling.
 *
 * @example
 * const row: Row = { id: 'd_1', title: '年度合同', amount: 12_000_000, closedAt: null }
 */
export type Row = Readonly<Record<string, unknown>>

/**
 * The key of a field in the JSON column: `<owner>.<name>`.
 *
 * @example
 * const key = extraKeyOf(fieldOf(entityOf(schema, 'company'), 'tier')) // app.tier
 */
export function extraKeyOf({ owner, name }: FieldIR): string {
  // The names of a tenant's own fields have their owner in them.
  return name.includes('.') ? name : `${owner}.${name}`
}

/** Whether its records belong to somebody: those of logs and those that other records own do not. */
export function hasOwner({ keeping, ownedBy, fields }: EntityIR): boolean {
  return keeping === 'full' && ownedBy === undefined && fields.has('ownerId')
}

/**
 * The entity of a name.
 *
 * @throws TypeError: the schema has no such entity.
 *
 * @example
 * const company: EntityIR = entityOf(schema, 'company')
 * console.log(company.plural) // companies
 */
export function entityOf(schema: Schema, name: string): EntityIR {
  const entity = schema.entities.get(name)
  if (entity === undefined) throw new TypeError(`no entity ${name} in this schema`)
  return entity
}

/**
 * The field of a name.
 *
 * @throws TypeError: the entity has no such field.
 *
 * @example
 * const amount = fieldOf(entityOf(schema, 'deal'), 'amount')
 * console.log(amount.kind) // money
 */
export function fieldOf(entity: EntityIR, name: string): FieldIR {
  const field = entity.fields.get(name)
  if (field === undefined) throw new TypeError(`no field ${name} in ${entity.name}`)
  return field
}
