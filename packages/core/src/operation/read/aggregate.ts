import { type AggregateQuery, type CheckedAggregate, checkAggregate, finishAggregate } from '../../query/index.ts'
import { byRollup } from './by-rollup.ts'
import { checkCurrencies } from './currency.ts'
import type { Read } from './read.ts'
import type { ReadVerb } from './verb.ts'

/** `aggregate`: groups and measures of what the actor may read. */
export const aggregate: ReadVerb = async (read) => {
  const { checked, query } = aggregateOf(read)
  await checkCurrencies(read, checked.where)
  for (const measure of checked.measures) if (measure.where !== undefined) await checkCurrencies(read, measure.where)
  return finishAggregate(checked, await read.session.aggregate(await byRollup(read, query)))
}

/** What is asked for, checked, and the query that the records answer. */
export function aggregateOf({ raw, entity, caller, now, policy }: Read): {
  readonly checked: CheckedAggregate
  readonly query: AggregateQuery
} {
  const checked = checkAggregate(raw, entity, caller.context(now))
  const { where, groupBy, measures, having, orderBy, limit } = checked
  const whose = { entity, tenant: caller.actor.tenant, access: policy, bin: 'without' } as const
  return { checked, query: { ...whose, where, groupBy, measures, having, orderBy, limit } }
}
