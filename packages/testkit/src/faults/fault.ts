/** What is done at a boundary of the engine: where something can go wrong. */
export type FaultEvent = 'begin' | 'read' | 'write' | 'savepoint' | 'lock' | 'commit' | 'rollback'

/** One such moment of a run. */
export interface Moment {
  readonly event: FaultEvent
  /** The statement, without its values. */
  readonly sql: string
}

/**
 * One thing going wrong: `before` the event took place, or `after` it, when only the answer is missing.
 *
 * @example
 * const fault: Fault = { at: 3, side: 'after', kind: 'crash' }
 */
export interface Fault {
  /** The first event is 1; or the commit, wherever it comes. */
  readonly at: number | 'commit'
  readonly side: 'before' | 'after'
  /** `crash`, `hang` (it never answers), `slow` (some seconds go by), or a kind of error that the database has. */
  readonly kind: string
  /** The process dies at the event after it: while it cleans up. */
  readonly thenCrash?: boolean
}

/** The process is gone. Nobody can catch this in earnest, so nobody may make anything of it. */
export class Crash extends Error {
  override readonly name = 'Crash'
}
