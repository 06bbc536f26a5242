import { memberOf, membersOf } from '../members.ts'
import { one } from './get.ts'
import type { ReadVerb } from './verb.ts'

/** `sharedWith`: who works on a record that the actor may read, beside its owner; oldest first. */
export const sharedWith: ReadVerb = async (read) => {
  const record = await one(read)
  return (await membersOf(read, read.session, record.id as string)).map(memberOf)
}
