import { checked } from '../problem.ts'
import { one } from '../read/get.ts'
import type { ReadVerb } from '../read/verb.ts'
import { receiptsOf } from './receipt.ts'

/** `erasures`: the receipts of a person's erasures, oldest first. */
export const erasures: ReadVerb = async (read) => {
  const { engine, entity, caller, session } = read
  if (read.raw !== undefined) checked(read.operation.contract.input, read.raw)
  const { id } = await one(read, 'with')
  return receiptsOf(engine, session, caller.actor.tenant, entity.name, id as string)
}
