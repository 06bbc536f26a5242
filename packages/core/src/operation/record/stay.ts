import type { Row } from '../../schema/index.ts'
import type { Write } from '../../storage/index.ts'
import { epochOf } from '../../time/index.ts'
import type { Run } from '../run.ts'
import type { Change } from './change.ts'

/** The history of stages: the stay that ends, and the one that begins. A final stage's stay is closed at its entry. */
export function staysOf(
  run: Run,
  change: Change,
  insert: (row: Row) => void,
  update: (row: Extract<Write, { type: 'update' }>['rows'][number]) => void,
): void {
  const { moved, before, after, entity, id } = change
  if (moved === undefined) return
  if (before !== null && before.closedAt === null) {
    // A clock may have stepped back meanwhile.
    const duration = Math.max(0, run.now - epochOf(before.stageSince as string))
    update({ match: { entity: entity.name, recordId: id, leftAt: null }, set: { leftAt: run.at, duration } })
  }
  const pipeline = run.caller.view.pipelines.get(entity.name)?.get(after.pipeline as string)
  const stage = pipeline?.stages.get(moved.to)
  const final = stage !== undefined && stage.type !== 'open'
  insert({
    id: run.engine.newId(),
    entity: entity.name,
    recordId: id,
    pipeline: after.pipeline,
    stage: moved.to,
    enteredAt: run.at,
    leftAt: final ? run.at : null,
    duration: final ? 0 : null,
    actor: run.caller.actor.user,
    amount: after.amount ?? null,
    probability: stage?.probability ?? 0,
  })
}
