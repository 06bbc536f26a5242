import type { Engine } from '../engine.ts'
import { type Run, unitOf } from '../run.ts'
import type { Unit } from '../unit.ts'

/** Tells this process what happened. A host's transaction is not over yet: its facts leave through the outbox. */
export function announce(run: Run): void {
  const unit = unitOf(run)
  if (run.owner && !unit.tx.joined) told(run.engine, unit)
}

/** What a transaction has done, which has committed. */
export function told(engine: Engine, { facts, jobs }: Unit): void {
  engine.fanout.announce(facts)
  if (jobs.length > 0) engine.wake()
}
