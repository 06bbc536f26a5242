import type { Role } from '../access/index.ts'
import type { Pipelines } from '../pipeline/index.ts'
import type { Schema } from '../schema/index.ts'
import type { RecordParser } from './record/parser.ts'

/** A cap on the records of an entity: users' own come before that of everybody. */
export interface Cap {
  readonly everybody: number | undefined
  readonly users: ReadonlyMap<string, number>
}

/** What exists for the actors of a tenant: what the code defines, and what the tenant has made of it. Immutable. */
export interface View {
  /** 0: what the code defines, and nothing else. */
  readonly version: number
  readonly schema: Schema
  /** The checks of inputs, by entity. */
  readonly parsers: ReadonlyMap<string, RecordParser>
  /** Pipelines by entity, then by name; the first one is the default. */
  readonly pipelines: Pipelines
  readonly roles: ReadonlyMap<string, Role>
  /** How many open records one user may own, by entity. */
  readonly caps: ReadonlyMap<string, Cap>
  /** The users who have left: whatever their roles, they see nothing and may do nothing. */
  readonly revoked: ReadonlySet<string>
}
