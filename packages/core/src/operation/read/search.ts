import { checkSearch, encodeCursor, type Literal, type SelectQuery } from '../../query/index.ts'
import { checkCurrencies } from './currency.ts'
import type { Read } from './read.ts'
import type { ReadVerb } from './verb.ts'

/** How the text of a search was found, best first: it is a field, a field begins with it, its words are in fields. */
export const matches = ['exact', 'prefix', 'part'] as const

/** `search`: records by a text, the best first; of what the actor may read, by the fields that he may read. */
export const search: ReadVerb = async (read) => {
  const { query, place } = searchOf(read)
  await checkCurrencies(read, query.where)
  const found = await read.session.select({ ...query, limit: query.limit + 1 })
  const page = found.slice(0, query.limit)
  const items = page.map(({ row, keys }) => ({ match: matches[Number(keys?.[0])] ?? 'part', record: row }))
  const last: readonly (Literal | null)[] | undefined = page.at(-1)?.keys
  const more = found.length > query.limit && last !== undefined
  return { items, next: more ? encodeCursor(last, place.of, place.keys) : null }
}

/** The select of a search. */
export function searchOf({ raw, entity, caller, now, policy }: Read) {
  const { where, rank, orderBy, limit, after, place } = checkSearch(raw ?? {}, entity, caller.context(now))
  const query: SelectQuery = {
    entity,
    tenant: caller.actor.tenant,
    access: policy,
    where,
    rank,
    bin: 'without',
    orderBy,
    limit,
    after,
    keys: true,
  }
  return { query, place }
}
