import type { Fact } from '../event/index.ts'
import type { Job } from '../job/index.ts'
import type { Signal, Transaction } from '../storage/index.ts'
import type { Change } from './record/change.ts'
import type { Line } from './turns.ts'
import type { View } from './view.ts'

/** A transaction at work, shared by all that runs in it. */
export interface Unit {
  readonly tx: Transaction
  /** What is to be told once it is committed. */
  readonly facts: Fact[]
  /** What was enqueued in it. */
  readonly jobs: Job[]
  /** What was asked of the jobs that have a name, in its order: the last word holds, whichever call has said it. */
  readonly words: KeyWord[]
  /** Kept in a dry run, for its preview: what was changed by all calls in it. */
  readonly changes?: Change[]
  /** The tenant's view as this transaction has changed or found it. */
  view?: View | undefined
  /** The view that the database has been asked to hold, and whether its name is held as well. */
  held?: { readonly view: View; readonly named: boolean } | undefined
}

/** Under a name something was enqueued, or taken back. */
export interface KeyWord {
  readonly id: string
  readonly waits: boolean
}

/** Why something happens: the fact that led to it. */
export interface Cause {
  readonly fact: string | null
  readonly depth: number
  /** How many calls of hooks and handlers lie around this one. */
  readonly calls: number
  /** The reason that the call around this one gave: it is that of what follows from it, too. */
  readonly reason?: string
  /** The instant of the call around this one: one for all that is part of it. */
  readonly now?: number
  /** Whether the call around this one is still wanted. */
  readonly signal?: Signal
  /** Says at the begin of each transaction that the job behind it is still this worker's, or throws. */
  readonly hold?: (tx: Transaction) => Promise<void>
}

/** Where calls run: each in a transaction of its own, all in one, or in one that the host began; or only to read. */
export type Place =
  | { readonly type: 'own' }
  | { readonly type: 'unit'; readonly unit: Unit; readonly line: Line }
  | { readonly type: 'host'; readonly handle: object }
  | { readonly type: 'reads'; readonly unit: Unit | undefined; readonly line: Line }

/** A transaction in which nothing has happened yet. */
export const unitIn = (tx: Transaction, more: Pick<Unit, 'changes' | 'view'> = {}): Unit => ({
  tx,
  facts: [],
  jobs: [],
  words: [],
  ...more,
})
