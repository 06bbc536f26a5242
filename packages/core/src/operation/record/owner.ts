import { hasOwner, type Row } from '../../schema/index.ts'
import { type Run, reasonOf } from '../run.ts'
import type { Change } from './change.ts'

/** The history of owners: a row when a record that is there changes hands. Who made it is its first owner. */
export function ownershipOf(run: Run, { entity, id, before, after }: Change): Row | undefined {
  if (before === null || !hasOwner(entity)) return undefined
  const [from, to] = [before.ownerId ?? null, after.ownerId ?? null]
  if (from === to) return undefined
  return {
    id: run.engine.newId(),
    entity: entity.name,
    recordId: id,
    from,
    to,
    at: run.at,
    actor: run.caller.actor.user,
    reason: reasonOf(run),
  }
}
