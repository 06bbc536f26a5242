import { checkWhere, readObject } from '../../query/index.ts'
import { countOf } from '../find.ts'
import { checkCurrencies } from './currency.ts'
import type { ReadVerb } from './verb.ts'

/** `count`: how many records match. */
export const count: ReadVerb = async (read) => {
  const { entity, caller, session, policy } = read
  const given = readObject(read.raw ?? {}, 'query', ['where'])
  const where = checkWhere(given.get('where') ?? {}, entity, caller.context(read.now))
  await checkCurrencies(read, where)
  return countOf(session, { entity, tenant: caller.actor.tenant, access: policy, where })
}
