import { checkWhere, readObject } from '../../query/index.ts'
import { countIn, countQuery } from '../find.ts'
import { byRollup } from './by-rollup.ts'
import { checkCurrencies } from './currency.ts'
import type { ReadVerb } from './verb.ts'

/** `count`: how many records match. */
export const count: ReadVerb = async (read) => {
  const { entity, caller, session, policy } = read
  const given = readObject(read.raw ?? {}, 'query', ['where'])
  const where = checkWhere(given.get('where') ?? {}, entity, caller.context(read.now))
  await checkCurrencies(read, where)
  const query = countQuery({ entity, tenant: caller.actor.tenant, access: policy, where })
  return countIn(await session.aggregate(await byRollup(read, query)))
}
