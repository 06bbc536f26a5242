import { checkSelect, encodeCursor, type SelectQuery } from '../../query/index.ts'
import type { Row } from '../../schema/index.ts'
import { checkCurrencies } from './currency.ts'
import { including } from './include.ts'
import type { Read } from './read.ts'
import type { ReadVerb } from './verb.ts'

/** `list`: one page, and the cursor of the next. One row more than asked tells whether there is one. */
export const list: ReadVerb = async (read) => {
  const { entity, session } = read
  const { query, include } = listOf(read)
  const { orderBy, limit } = query
  await checkCurrencies(read, query.where)
  const found = await session.select({ ...query, limit: limit + 1 })
  const page = found.slice(0, limit)
  const rows = await including(
    read,
    entity,
    page.map(({ row }) => row),
    include,
  )
  const last = page.at(-1)
  const next = found.length > limit && last?.keys !== undefined ? encodeCursor(last.keys, entity, orderBy) : null
  return { items: rows, next } satisfies { items: readonly Row[]; next: string | null }
}

/** The select of a page. */
export function listOf({ raw, entity, caller, now, policy }: Read) {
  const checked = checkSelect(raw ?? {}, entity, caller.context(now))
  const { where, orderBy, after, limit, bin, include } = checked
  const whose = { entity, tenant: caller.actor.tenant, access: policy } as const
  const query: SelectQuery = { ...whose, where, bin, orderBy, limit, after, keys: true }
  return { query, include }
}
