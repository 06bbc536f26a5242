import { one } from './get.ts'
import { hiddenIn } from './hides.ts'
import { logOf } from './log.ts'
import type { ReadVerb } from './verb.ts'

/** `owners`: how a record that the actor may read changed hands, oldest first; nothing if he may not read whose it is. */
export const owners: ReadVerb = async (read) => {
  const record = await one(read)
  if ((await hiddenIn(read, [record], 'ownerId')).size > 0) return []
  return logOf(read, read.engine.system.ownershipChange, record, 'at')
}
