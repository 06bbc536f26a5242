import type { Fact } from '../event/index.ts'
import type { Job } from '../job/index.ts'
import type { Row } from '../schema/index.ts'
import type { Signal, Write } from '../storage/index.ts'
import type { Caller } from './caller.ts'
import type { CallOptions, Preview, Warning } from './contract.ts'
import type { Engine } from './engine.ts'
import type { Change } from './record/change.ts'
import type { Registered } from './registry.ts'
import type { Cause, Unit } from './unit.ts'

/** One call of one operation on its way through the phases. */
export interface Run {
  readonly engine: Engine
  readonly operation: Registered
  readonly caller: Caller
  /** Whom handlers and hooks act as: the caller, but where the engine itself writes for a plugin. */
  readonly inside: Caller
  options: CallOptions
  readonly cause: Cause
  /** The instant of the whole operation. */
  readonly now: number
  readonly at: string
  /** The record named by the call. */
  readonly id: string | undefined
  readonly raw: unknown
  /** The transaction that it runs in; a run of its own opens one in `begin`. */
  unit: Unit | undefined
  /** Whether this run opened its transaction, and so ends it. */
  readonly owner: boolean
  /** How many facts the transaction had before. */
  readonly told: number
  /** How many changes the dry run had before. */
  readonly changed: number
  /** How many jobs the transaction had before, and how many words about those that have a name. */
  readonly enqueued: number
  readonly worded: number
  input: unknown
  changes: Change[]
  /** Writes that have not been sent yet: they ride with the next statements, at the latest with the commit. */
  pending: Write[]
  facts: Fact[]
  audits: Row[]
  /** What is to be done later. */
  jobs: Job[]
  /** Of those that have a name: which of the transaction's words was this run's last about it. */
  readonly said: Map<string, number>
  /** What a dry run would be refused for. */
  missing: Preview['missing'][number][]
  warnings: Warning[]
  /** Where a cut batch goes on. */
  readonly chunk: { readonly part: number; readonly after: string | null }
  last: string | null
  /** The idempotency row that this run holds. */
  claimed: string | undefined
  /** It was refused before the database could confirm the view that it went by. */
  unseen: boolean
  /** Set: the phases that are left have nothing to do. */
  done: boolean
  result: unknown
}

/** The transaction of a run that has begun. */
export function unitOf(run: Run): Unit {
  if (run.unit === undefined) throw new TypeError(`${run.operation.name} has no transaction yet`)
  return run.unit
}

/** Sends what is pending, where something must be read after it. */
export async function flush(run: Run): Promise<void> {
  if (run.pending.length === 0) return
  const batch = run.pending
  run.pending = []
  await unitOf(run).tx.write(batch)
}

/** Why, in the caller's words: his own, those of the call around this one, or the system's. */
export const reasonOf = ({ options, cause, caller }: Run): string | null =>
  options.reason ?? cause.reason ?? caller.actor.reason ?? null

/** Says when nobody wants the answer any more: the call itself, or the one around it. */
export const signalOf = ({ options, cause }: Run): Signal | undefined => options.signal ?? cause.signal

export const tenantOf = (run: Run): string => run.caller.actor.tenant
