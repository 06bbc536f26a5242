import type { CheckedInclude, Condition } from '../../query/index.ts'
import { always } from '../../query/index.ts'
import { type EntityIR, entityOf, type Row } from '../../schema/index.ts'
import type { Selected } from '../../storage/index.ts'
import { among, selectOf } from '../find.ts'
import { checkCurrencies } from './currency.ts'
import type { Read } from './read.ts'

/** So many values one statement takes; only an include of an include comes near. */
const mostParents = 8192

/** Rows with what was to come along: one statement for each include, whatever the number of rows. */
export async function including(
  read: Read,
  _entity: EntityIR,
  rows: readonly Row[],
  includes: readonly CheckedInclude[],
): Promise<readonly Row[]> {
  let whole = rows
  for (const part of includes) {
    const related = await relatedTo(read, whole, part)
    const { name, type } = part.relation
    const { on, via } = part.relation
    const key = type === 'one' ? via.name : on.name
    whole = whole.map((row) => {
      const found = related.get(row[key]) ?? []
      return { ...row, [name]: type === 'one' ? (found[0] ?? null) : found }
    })
  }
  return whole
}

/** The related rows by the value that relates them. */
async function relatedTo(read: Read, rows: readonly Row[], part: CheckedInclude): Promise<Map<unknown, Row[]>> {
  const { relation } = part
  const target = entityOf(read.caller.view.schema, relation.to)
  const [mine, theirs] = relation.type === 'one' ? [relation.via, relation.on] : [relation.on, relation.via]
  const values = [...new Set(rows.map((row) => row[mine.name]))].filter(
    (value): value is string => typeof value === 'string',
  )
  const groups = new Map<unknown, Row[]>()
  if (values.length === 0) return groups
  const many = 'where' in part ? part : undefined
  if (many !== undefined) await checkCurrencies(read, many.where)
  const found: Selected[] = []
  for (let start = 0; start < values.length; start += mostParents) {
    const part = values.slice(start, start + mostParents)
    const where: Condition = { node: 'and', all: [among(theirs, part), many?.where ?? always] }
    const rows = await read.session.select(
      selectOf(target, read.caller.actor.tenant, {
        where,
        access: read.policy,
        ...(many === undefined
          ? { limit: part.length }
          : { orderBy: many.orderBy, limit: many.limit, perParent: theirs }),
      }),
    )
    for (const row of rows) found.push(row)
  }
  // Grouped before the deeper includes, so that an order given stays; deeper ones keep the order of their rows.
  const deeper = await including(
    read,
    target,
    found.map(({ row }) => row),
    part.include,
  )
  for (const row of deeper) {
    const key = row[theirs.name]
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}
