import { type Run, unitOf } from '../run.ts'

/** Tells this process what happened. A host's transaction is not over yet: its facts leave through the outbox. */
export function announce(run: Run): void {
  const { tx, facts } = unitOf(run)
  if (run.owner && !tx.joined) run.engine.fanout.announce(facts)
}
