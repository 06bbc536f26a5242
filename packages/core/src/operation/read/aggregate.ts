import { checkAggregate, finishAggregate } from '../../query/index.ts'
import { checkCurrencies } from './currency.ts'
import type { ReadVerb } from './verb.ts'

/** `aggregate`: groups and measures of what the actor may read. */
export const aggregate: ReadVerb = async (read) => {
  const { entity, caller, session, policy } = read
  const checked = checkAggregate(read.raw, entity, caller.context(read.now))
  await checkCurrencies(read, checked.where)
  for (const measure of checked.measures) if (measure.where !== undefined) await checkCurrencies(read, measure.where)
  const { where, groupBy, measures, having, orderBy, limit } = checked
  const rows = await session.aggregate({
    entity,
    tenant: caller.actor.tenant,
    access: policy,
    where,
    bin: 'without',
    groupBy,
    measures,
    having,
    orderBy,
    limit,
  })
  return finishAggregate(checked, rows)
}
