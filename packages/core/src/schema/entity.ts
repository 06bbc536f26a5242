import type { PhoneNormalizer } from '../phone/index.ts'
import type { Arrangement } from './arrangement.ts'
import type { CustomValues } from './custom-types.ts'
import type { Fields } from './field.ts'
import type { OwnedRows } from './owned-rows.ts'

/**
 * What every record has.
 *
 * @example
 * const stampOf = ({ id, version, updatedAt }: System) => `${id}@${version} ${updatedAt}`
 */
export interface System {
  /** A UUIDv7. */
  readonly id: string
  readonly createdAt: string
  readonly updatedAt: string
  /** Grows by one with every change. */
  readonly version: number
  /** When it went to the bin, else null. */
  readonly deletedAt: string | null
  /** The tenant's own fields. */
  readonly custom: CustomValues
}

/**
 * What records of an entity with a pipeline have too.
 *
 * @example
 * const isClosed = ({ closedAt }: Staged) => closedAt !== null
 */
export interface Staged<Stage extends string = string> {
  readonly pipeline: string
  readonly stage: Stage
  /** When it came into its stage. */
  readonly stageSince: string
  /** When it came into a final stage, else null. */
  readonly closedAt: string | null
}

/**
 * A to-one relation: the record of `to` whose `on` (its id, unless told) equals this record's `via`.
 *
 * @example
 * const company: Relation = { to: 'company', via: 'companyId', inverse: 'visits' }
 */
export interface Relation {
  readonly to: string
  readonly via: string
  readonly on?: string
  /** The name of the way back, a to-many relation of `to`. */
  readonly inverse: string
}

/**
 * The to-one relations of an entity, by name.
 *
 * @example
 * const relations: Relations = { company: { to: 'company', via: 'companyId', inverse: 'visits' } }
 */
export type Relations = Readonly<Record<string, Relation>>

/**
 * What `derive` gets: the record as it will be written and the rows it owns (those of each owned relation). Of a record that
 * is owned itself, what was given for it and its defaults.
 *
 * @example
 * const seats = ({ record, owned }: DeriveInput) => ({ free: Number(record.size) - (owned.seats?.length ?? 0) })
 */
export interface DeriveInput {
  readonly record: Readonly<Record<string, unknown>>
  readonly owned: OwnedRows
  readonly phones: PhoneNormalizer
}

/**
 * Where records stand on timelines.
 *
 * @example
 * const timeline: TimelineDefinition = { at: 'at', of: ['company', 'contact'], kind: 'kind' }
 */
export interface TimelineDefinition<Name extends string = string, At extends string = string> {
  /** The instant by which they are sorted; where it is missing they do not appear. */
  readonly at: At
  /** To-one relations: the records on whose timelines they appear. */
  readonly of: readonly Name[]
  /** An enum field that timelines may be narrowed by. */
  readonly kind?: At
}

/** The records that rows tell of: `owned` are all that have an owner. */
export interface About {
  readonly via: string
  /** The name of the relation that those records get. */
  readonly inverse: string
  readonly of: 'owned'
}

/**
 * An entity's definition.
 *
 * @example
 * const pluralOf = (entity: Entity) => entity.plural
 */
export interface Entity<
  N extends string = string,
  P extends string = string,
  F extends Fields = Fields,
  R extends Relations = Relations,
> {
  readonly name: N
  readonly plural: P
  readonly fields: F
  readonly relations: R
  readonly indexes: readonly (readonly string[])[]
  readonly covering: readonly (readonly string[])[]
  /** Records move through the stages of a pipeline. */
  readonly staged: boolean
  /** The to-one relation to the record that owns these. They are written through it, under its policy and version. */
  readonly ownedBy: string | undefined
  /** At least one of these must be given: `IDENTITY_REQUIRED` else. */
  readonly identity: readonly string[]
  /** Its records are persons; a relation leads to the record of the same person. */
  readonly subject: boolean | string
  /** `full`: versions and a bin. `log`: an id and the fields, nothing else, and no operations. */
  readonly keeping: 'full' | 'log'
  /** Few, and seldom changed: a process remembers all of them until one is written. */
  readonly remembered: boolean
  /** Which records are still somebody's business: a `Where`; false: none, they are over once they are there. */
  readonly open: Readonly<Record<string, unknown>> | false
  /** Its rows tell of records of several entities: those get a to-many relation to them, by their id in the field `via`. */
  readonly about: About | undefined
  /** A new record is nobody's, where no owner is given. */
  readonly pooled: boolean
  /** Values computed from the record and what it owns, each time it is written. */
  readonly derive: ((input: DeriveInput) => Readonly<Record<string, unknown>>) | undefined
  readonly timeline: TimelineDefinition | undefined
  /** The fields that `derive` takes from owned records. */
  readonly derived: readonly string[] | undefined
  /** Fields and owned lists that are written together. */
  readonly arrange: readonly Arrangement[]
  /** The fields that no two items of one owner have all the same. */
  readonly key: readonly string[]
  /** Items of its owner's list are only added. */
  readonly appended: boolean
  /** The record that a text in the list of its owner stands for. */
  readonly fromText: ((text: string) => Readonly<Record<string, unknown>>) | undefined
  /** Lists of fields of which no two records have all the same. */
  readonly unique: readonly (readonly string[])[]
  /** The day or instant whose exchange rate turns amounts into the report currency. */
  readonly reportedAt: string | undefined
}

/** What {@link defineEntity} takes. */
export interface EntityDefinition<N extends string, P extends string, F extends Fields, R extends Relations> {
  readonly name: N
  readonly plural: P
  readonly fields: F
  readonly relations?: R
  readonly indexes?: readonly (readonly (
    | keyof NoInfer<F>
    | 'createdAt'
    | 'updatedAt'
    | 'deletedAt'
    | 'stage'
    | 'pipeline'
    | 'stageSince'
    | 'closedAt'
  )[])[]
  /** Lists of fields from whose index alone figures are told. It has no id behind them, and no order for pages. */
  readonly covering?: readonly (readonly (keyof NoInfer<F> & string)[])[]
  readonly staged?: boolean
  readonly ownedBy?: keyof NoInfer<R> & string
  readonly identity?: readonly (keyof NoInfer<F> & string)[]
  /**
   * Its records are persons: `exportSubject` and `eraseSubject` reach all that names one of them. A to-one relation instead
   * of `true` leads to the record of the same person, once there is one: what is about either is about both.
   */
  readonly subject?: true | (keyof NoInfer<R> & string)
  readonly keeping?: 'full' | 'log'
  /**
   * Few, and seldom changed, such as rules: `table(entity).remembered()` answers all of them without a statement, until
   * somebody writes one. Who does waits for the tenant's transactions at work.
   */
  readonly remembered?: true
  /**
   * Which records are still their owner's business, as a `Where`: those go to somebody else when he leaves. Unless told,
   * all, and of those with stages the ones that are not closed. False: none, a purchase for one is over once it is there.
   */
  readonly open?: Readonly<Record<string, unknown>> | false
  /** A new record is nobody's until somebody claims it or is given it: unless told, it is whose user makes it. */
  readonly pooled?: boolean
  readonly about?: About & { readonly via: keyof NoInfer<F> & string }
  readonly derive?: (input: DeriveInput) => Readonly<Record<string, unknown>>
  /** Its records appear on the timelines of those that these relations lead to; the indexes come with it. */
  readonly timeline?: TimelineDefinition<
    keyof NoInfer<R> & string,
    (keyof NoInfer<F> & string) | 'createdAt' | 'closedAt'
  >
  /**
   * The fields that `derive` takes from owned records. Where neither they nor those records are written, `derive` does
   * without the records, and nothing is read; unless told, they are read at every change.
   */
  readonly derived?: readonly (keyof NoInfer<F> & string)[]
  readonly arrange?: readonly Arrangement[]
  /**
   * Of what another record owns: the fields that no two items of one owner have all the same. An item given without its id
   * is the one that has them.
   */
  readonly key?: readonly (keyof NoInfer<F> & string)[]
  /** Of what another record owns: a list of items is what comes to those there, and none of those is changed or goes. */
  readonly appended?: boolean
  /** Lets a text stand for an item in the list of the owner: `points: ['138 0000 0001']`. */
  readonly fromText?: (text: string) => Readonly<Record<string, unknown>>
  /** Lists of fields of which no two records of a tenant have all the same; records in the bin do not count. */
  readonly unique?: readonly (readonly (keyof NoInfer<F> & string)[])[]
  /**
   * The field whose day decides which exchange rate turns amounts into the report currency (see {@link reported}); the
   * moment of the write where it is missing.
   */
  readonly reportedAt?: (keyof NoInfer<F> & string) | 'createdAt' | 'closedAt'
}

/**
 * Defines an entity. Its types, checks, table, queries, permissions and docs are derived from this one value.
 *
 * @example
 * export const student = defineEntity({
 *   name: 'student', plural: 'students',
 *   fields: { name: field.string().search(), contactId: field.ref('contact') },
 *   relations: { contact: { to: 'contact', via: 'contactId', inverse: 'students' } },
 * })
 */
export function defineEntity<
  const N extends string,
  const P extends string,
  const F extends Fields,
  const R extends Relations = {},
>(definition: EntityDefinition<N, P, F, R>): Entity<N, P, F, R> {
  return Object.freeze({
    name: definition.name,
    plural: definition.plural,
    fields: definition.fields,
    relations: (definition.relations ?? {}) as R,
    indexes: (definition.indexes ?? []) as readonly (readonly string[])[],
    covering: definition.covering ?? [],
    staged: definition.staged ?? false,
    ownedBy: definition.ownedBy,
    identity: definition.identity ?? [],
    subject: definition.subject ?? false,
    keeping: definition.keeping ?? 'full',
    remembered: definition.remembered ?? false,
    open: definition.open ?? (definition.staged === true ? { closedAt: null } : {}),
    pooled: definition.pooled ?? false,
    about: definition.about,
    derive: definition.derive,
    timeline: definition.timeline,
    derived: definition.derived,
    arrange: definition.arrange ?? [],
    appended: definition.appended ?? false,
    key: definition.key ?? [],
    fromText: definition.fromText,
    unique: definition.unique ?? [],
    reportedAt: definition.reportedAt,
  })
}
