import { checkWhere, readObject } from '../../query/index.ts'
import { checkCurrencies } from './currency.ts'
import type { ReadVerb } from './verb.ts'

/** `count`: how many records match. */
export const count: ReadVerb = async (read) => {
  const { entity, caller, session, policy } = read
  const given = readObject(read.raw ?? {}, 'query', ['where'])
  const where = checkWhere(given.get('where') ?? {}, entity, caller.context(read.now))
  await checkCurrencies(read, where)
  const [row] = await session.aggregate({
    entity,
    tenant: caller.actor.tenant,
    access: policy,
    where,
    bin: 'without',
    groupBy: [],
    measures: [{ name: 'count', fn: 'count', path: undefined }],
    having: null,
    orderBy: [],
    limit: 1,
  })
  return row?.count ?? 0
}
