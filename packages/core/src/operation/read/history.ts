import { one } from './get.ts'
import { hiddenIn } from './hides.ts'
import { logOf } from './log.ts'
import type { ReadVerb } from './verb.ts'

/** `history`: the stays of a record that the actor may read, oldest first. */
export const history: ReadVerb = async (read) => {
  const record = await one(read)
  const stays = await logOf(read, read.engine.system.stageStay, record, 'enteredAt')
  // The amounts of the stays are the record's own.
  const hide = (await hiddenIn(read, [record], 'amount')).size > 0 ? { amount: null } : {}
  return stays.map((stay) => ({ ...stay, ...hide }))
}
