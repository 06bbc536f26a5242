import type { Fields } from './field.ts'

/** What every record has. */
export interface System {
  /** A UUIDv7. */
  readonly id: string
  readonly createdAt: string
  readonly updatedAt: string
  /** Grows by one with every change. */
  readonly version: number
  /** When it went to the bin, else null. */
  readonly deletedAt: string | null
  /** Run-time fields of the tenant. */
  readonly custom: Readonly<Record<string, unknown>>
}

/** What records of an entity with a pipeline have too. */
export interface Staged<Stage extends string = string> {
  readonly pipeline: string
  readonly stage: Stage
  /** When it came into its stage. */
  readonly stageSince: string
  /** When it came into a final stage, else null. */
  readonly closedAt: string | null
}

/** A to-one relation: the record of `to` whose `on` (its id, unless told) equals this record's `via`. */
export interface Relation {
  readonly to: string
  readonly via: string
  readonly on?: string
  /** The name of the way back, a to-many relation of `to`. */
  readonly inverse: string
}
export type Relations = Readonly<Record<string, Relation>>

/** The records that one record owns, by the name of the relation; without it where there are none and none were given. */
export type OwnedRows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>

/** What `derive` gets: the record as it will be written and the rows it owns (those of each owned relation). */
export interface DeriveInput {
  readonly record: Readonly<Record<string, unknown>>
  readonly owned: OwnedRows
}

/** An entity's definition. */
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
  /** Records move through the stages of a pipeline. */
  readonly staged: boolean
  /** The to-one relation to the record that owns these. They are written through it, under its policy and version. */
  readonly ownedBy: string | undefined
  /** At least one of these must be given: `IDENTITY_REQUIRED` else. */
  readonly identity: readonly string[]
  /** `full`: versions and a bin. `log`: an id and the fields, nothing else, and no operations. */
  readonly keeping: 'full' | 'log'
  /** Values computed from the record and what it owns, each time it is written. */
  readonly derive: ((input: DeriveInput) => Readonly<Record<string, unknown>>) | undefined
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
    | 'stage'
    | 'pipeline'
    | 'stageSince'
  )[])[]
  readonly staged?: boolean
  readonly ownedBy?: keyof NoInfer<R> & string
  readonly identity?: readonly (keyof NoInfer<F> & string)[]
  readonly keeping?: 'full' | 'log'
  readonly derive?: (input: DeriveInput) => Readonly<Record<string, unknown>>
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
    staged: definition.staged ?? false,
    ownedBy: definition.ownedBy,
    identity: definition.identity ?? [],
    keeping: definition.keeping ?? 'full',
    derive: definition.derive,
  })
}
