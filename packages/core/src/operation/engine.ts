import type { CodeDefinition } from '../error/index.ts'
import type { Fanout } from '../event/index.ts'
import type { JobQueue } from '../job/index.ts'
import type { MeasuresByName } from '../measure/index.ts'
import type { Rollups } from '../rollup/index.ts'
import type { EntityIR, Row } from '../schema/index.ts'
import type { StorageAdapter, Transaction } from '../storage/index.ts'
import type { Logger } from '../time/index.ts'
import type { Amendment } from './amendment.ts'
import type { Caller, PolicySource } from './caller.ts'
import type { AnyConsumer, AnyHandler, AnyHooks } from './hook.ts'
import type { Memory } from './memory.ts'
import type { Registered, Registry } from './registry.ts'
import type { HandleTurns } from './turns.ts'
import type { Cause, Place, Unit } from './unit.ts'
import type { View } from './view.ts'
import type { Views } from './views.ts'

/** What an instance is made of: everything that the phases need, and no module-level state. */
export interface Engine extends PolicySource {
  readonly storage: StorageAdapter
  readonly registry: Registry
  /** A new id, later ones greater. */
  readonly newId: () => string
  readonly logger: Logger
  readonly fanout: Fanout
  /** What the code defines. What holds for an actor is `caller.view`. */
  readonly base: View
  readonly views: Views
  readonly memory: Memory
  readonly hooks: ReadonlyMap<string, readonly InstalledHooks[]>
  readonly handlers: ReadonlyMap<string, InstalledHandler>
  /** The types of facts that each plugin has declared. */
  readonly facts: ReadonlyMap<string, ReadonlySet<string>>
  /** Who is told of a type of fact. */
  readonly consumers: ReadonlyMap<string, readonly InstalledConsumer[]>
  /** Figures by their names. */
  readonly measures: MeasuresByName
  /** The figures that writes keep. */
  readonly rollups: Rollups
  /** Where what is to be done later waits. */
  readonly queue: JobQueue
  /** Lets the workers of this process look: something has been enqueued. */
  wake(): void
  /** The codes that plugins have declared. */
  readonly codes: ReadonlyMap<string, CodeDefinition>
  /** For how long a contact of a colleague's counts as recent. */
  readonly recentContact: string
  /** The currency of reports, if amounts are converted. */
  readonly reportCurrency: string | undefined
  /** The tenant of an instance with one tenant; undefined where every actor names his. */
  readonly tenant: string | undefined
  readonly system: SystemEntities
  /** Throws `CLOSED`, `MIGRATION_REQUIRED` or `SCHEMA_TOO_NEW`; undefined when all is known to be well. */
  ready(inside?: Transaction): Promise<void> | undefined
  /** Who is next on a handle of the host's. */
  readonly turns: HandleTurns
  /** Sets generated fields of one record, for the plugin that owns them. */
  assign(assignment: Assignment): Promise<void>
  /** Changes all records that match, for what a tenant defines. Answers how many. */
  amend(place: Acting, amendment: Amendment): Promise<number>
  /** The actor's façade in a place, for handlers and hooks. */
  enter(caller: Caller, place: Place, cause: Cause): object
}

/** As whom, in which transaction and why something is done as part of a run. */
export interface Acting {
  readonly caller: Caller
  readonly unit: Unit
  readonly cause: Cause
}

/** Generated fields that the code of a plugin sets, as part of the run that called it. */
export interface Assignment {
  readonly caller: Caller
  readonly unit: Unit
  readonly cause: Cause
  readonly entity: EntityIR
  readonly id: string
  readonly values: Row
}

export interface InstalledHooks {
  readonly plugin: string
  readonly hooks: AnyHooks
}

export interface InstalledHandler {
  readonly plugin: string
  readonly handle: AnyHandler
}

/** Who is told of a fact, durably. */
export interface InstalledConsumer {
  readonly plugin: string
  /** `students: deal.moved` */
  readonly operation: Registered
  readonly attempts: number
  readonly consumer: AnyConsumer
}

/** The engine's own tables: entities like any other. */
export interface SystemEntities {
  readonly audit: EntityIR
  readonly outbox: EntityIR
  readonly idempotency: EntityIR
  readonly stageStay: EntityIR
  readonly ownershipChange: EntityIR
  readonly exchangeRate: EntityIR
  readonly recordMember: EntityIR
  readonly erasure: EntityIR
  readonly auditDigest: EntityIR
  readonly auditSeal: EntityIR
  readonly auditReceipt: EntityIR
}
