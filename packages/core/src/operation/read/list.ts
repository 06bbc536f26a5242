import { checkSelect, encodeCursor, type SelectQuery } from '../../query/index.ts'
import type { Row } from '../../schema/index.ts'
import { checkCurrencies } from './currency.ts'
import { including } from './include.ts'
import type { ReadVerb } from './verb.ts'

/** `list`: one page, and the cursor of the next. One row more than asked tells whether there is one. */
export const list: ReadVerb = async (read) => {
  const { entity, session } = read
  const checked = checkSelect(read.raw ?? {}, entity, read.caller.context(read.now))
  const { where, orderBy, after, limit, bin, include } = checked
  await checkCurrencies(read, where)
  const query: SelectQuery = {
    entity,
    tenant: read.caller.actor.tenant,
    access: read.policy,
    where,
    bin,
    orderBy,
    limit: limit + 1,
    after,
    keys: true,
  }
  const found = await session.select(query)
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
