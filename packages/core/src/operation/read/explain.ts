import { type AggregateQuery, entitiesIn, type SelectQuery, spellCondition } from '../../query/index.ts'
import { aggregateOf } from './aggregate.ts'
import { byRollup } from './by-rollup.ts'
import { listOf } from './list.ts'
import type { Read } from './read.ts'
import { searchOf } from './search.ts'
import type { ReadVerb } from './verb.ts'

/** `explain`: the statement of a list, a search or an aggregate as it would run for this actor, and why. */
export const explain: ReadVerb = async (read) => {
  const query = queryOf(read)
  const { sql, parameters, plan } = await read.session.explain('groupBy' in query ? await byRollup(read, query) : query)
  return { sql, parameters, plan, policy: policyOf(read, query) }
}

function queryOf(read: Read): SelectQuery | AggregateQuery {
  const { raw } = read
  const has = (key: string) => typeof raw === 'object' && raw !== null && Object.hasOwn(raw, key)
  if (has('text')) return searchOf(read).query
  return has('measures') ? aggregateOf(read).query : listOf(read).query
}

/** The conditions of the actor's grants that stand in the statement; null where he sees everything. */
function policyOf({ policy }: Read, query: SelectQuery | AggregateQuery) {
  if (policy === null) return null
  return Object.fromEntries(
    entitiesIn(query).map((name) => {
      const access = policy.entity(name)
      const fields = [...(access?.masks ?? [])].map(([field, shown]) => [field, spellCondition(shown)])
      return [
        name,
        { rows: access === undefined ? 'never' : spellCondition(access.rows), fields: Object.fromEntries(fields) },
      ]
    }),
  )
}
