import type { Grant, Role } from '../access/index.ts'
import type { FieldClass, FieldKind } from '../schema/index.ts'

/** The kinds that a tenant's own fields may have. */
export const customKinds = [
  'string',
  'text',
  'integer',
  'number',
  'boolean',
  'date',
  'datetime',
  'email',
  'phone',
  'enum',
] as const satisfies readonly FieldKind[]
export type CustomKind = (typeof customKinds)[number]

/** A tenant's own field as it is stored. */
export interface StoredField {
  /** The entity whose records have it. */
  readonly entity: string
  readonly name: string
  readonly kind: CustomKind
  readonly class: FieldClass | null
  /** The least number, or length of a text. */
  readonly min: number | null
  readonly max: number | null
  /** Those of an enum. */
  readonly values: readonly string[] | null
  readonly default: string | number | boolean | null
}

/** A stage as it is stored: in a list, for a document keeps no order. */
export interface StoredStage {
  readonly name: string
  readonly type?: 'open' | 'won' | 'lost' | undefined
  readonly probability?: number | undefined
  readonly require?: readonly string[] | undefined
}

/** A tenant's own pipeline, or his version of the code's. */
export interface StoredPipeline {
  readonly name: string
  readonly entity: string
  readonly stages: readonly StoredStage[]
  readonly transitions: Readonly<Record<string, readonly string[]>> | null
}

/** A tenant's own role, or his version of the code's. */
export interface StoredPolicy {
  readonly role: string
  readonly grants: Readonly<Record<string, Grant | readonly Grant[]>>
  readonly operations: readonly string[] | null
}

/** How many open records of an entity a user may own, or everybody, as it is stored. */
export interface StoredCap {
  readonly entity: string
  readonly userId: string | null
  readonly most: number
}

/** Everything that a tenant has made of his own. */
export interface Contents {
  readonly fields: readonly StoredField[]
  readonly pipelines: readonly StoredPipeline[]
  readonly policies: readonly StoredPolicy[]
  readonly caps: readonly StoredCap[]
  /** Users who have left. */
  readonly revoked: ReadonlySet<string>
}

/** The role of a stored policy. */
export const roleOf = ({ grants, operations }: Pick<StoredPolicy, 'grants' | 'operations'>): Role => ({
  grants,
  operations: operations ?? [],
})
