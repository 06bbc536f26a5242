import type { Row } from '../../schema/index.ts'
import { findAll } from '../find.ts'
import type { Read } from './read.ts'

/** The records of which a field is hidden from the actor, by id: what is told elsewhere of its values is, too. */
export async function hiddenIn(
  { entity, caller, session, policy }: Read,
  records: readonly Row[],
  field: string,
): Promise<ReadonlySet<string>> {
  const shown = policy?.entity(entity.name)?.masks.get(field)
  const ids = records.map(({ id }) => id as string)
  if (shown === undefined || ids.length === 0) return new Set()
  const seen = await findAll(session, entity, caller.actor.tenant, ids, { where: shown })
  return new Set(ids.filter((id) => !seen.has(id)))
}
