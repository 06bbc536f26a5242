import type { CodeDefinition } from '../error/index.ts'
import type { Fanout } from '../event/index.ts'
import type { Pipeline } from '../pipeline/index.ts'
import type { EntityIR } from '../schema/index.ts'
import type { StorageAdapter, Transaction } from '../storage/index.ts'
import type { Logger } from '../time/index.ts'
import type { Caller, PolicySource } from './caller.ts'
import type { AnyHandler, AnyHooks } from './hook.ts'
import type { RecordParser } from './record/parser.ts'
import type { Registry } from './registry.ts'
import type { HandleTurns } from './turns.ts'
import type { Cause, Place } from './unit.ts'

/** What an instance is made of: everything that the phases need, and no module-level state. */
export interface Engine extends PolicySource {
  readonly storage: StorageAdapter
  readonly registry: Registry
  /** A new id, later ones greater. */
  readonly newId: () => string
  readonly logger: Logger
  readonly fanout: Fanout
  /** Pipelines by entity, then by name; the first one is the default. */
  readonly pipelines: ReadonlyMap<string, ReadonlyMap<string, Pipeline>>
  readonly hooks: ReadonlyMap<string, readonly InstalledHooks[]>
  readonly handlers: ReadonlyMap<string, InstalledHandler>
  /** The types of facts that each plugin has declared. */
  readonly facts: ReadonlyMap<string, ReadonlySet<string>>
  /** The codes that plugins have declared. */
  readonly codes: ReadonlyMap<string, CodeDefinition>
  readonly parsers: ReadonlyMap<string, RecordParser>
  /** The tenant of an instance with one tenant; undefined where every actor names his. */
  readonly tenant: string | undefined
  readonly system: SystemEntities
  /** Throws `CLOSED`, `MIGRATION_REQUIRED` or `SCHEMA_TOO_NEW`; undefined when all is known to be well. */
  ready(inside?: Transaction): Promise<void> | undefined
  /** Who is next on a handle of the host's. */
  readonly turns: HandleTurns
  /** The actor's façade in a place, for handlers and hooks. */
  enter(caller: Caller, place: Place, cause: Cause): object
}

export interface InstalledHooks {
  readonly plugin: string
  readonly hooks: AnyHooks
}

export interface InstalledHandler {
  readonly plugin: string
  readonly handle: AnyHandler
}

/** The engine's own tables: entities like any other. */
export interface SystemEntities {
  readonly audit: EntityIR
  readonly outbox: EntityIR
  readonly idempotency: EntityIR
  readonly stageStay: EntityIR
}
