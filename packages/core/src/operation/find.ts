import { isAlways, isNever } from '../access/index.ts'
import {
  type Access,
  type AggregateQuery,
  among,
  type Condition,
  matchesCondition,
  type SelectQuery,
  selectOf,
} from '../query/index.ts'
import { type EntityIR, fieldOf, type Row } from '../schema/index.ts'
import type { Session } from '../storage/index.ts'

export { among, selectOf }

/** The rows of these ids, by id; in lists of at most 1,000. */
export async function findAll(
  session: Session,
  entity: EntityIR,
  tenant: string,
  ids: readonly string[],
  parts: Partial<SelectQuery> & { readonly access?: Access | null } = {},
): Promise<Map<string, Row>> {
  const found = new Map<string, Row>()
  for (let start = 0; start < ids.length; start += 1000) {
    const where = among(fieldOf(entity, 'id'), ids.slice(start, start + 1000))
    const both: Condition = parts.where === undefined ? where : { node: 'and', all: [where, parts.where] }
    for (const { row } of await session.select(selectOf(entity, tenant, { ...parts, where: both })))
      found.set(row.id as string, row)
  }
  return found
}

/** All rows of a select, a thousand at a time. */
export async function selectAll(session: Session, query: SelectQuery): Promise<readonly Row[]> {
  const rows: Row[] = []
  for await (const page of pagesOf(session, query)) for (const row of page) rows.push(row)
  return rows
}

/** The rows of a select in pages of a thousand. */
export async function* pagesOf(session: Session, query: SelectQuery): AsyncGenerator<readonly Row[]> {
  for (let after = query.after; ; ) {
    const page = await session.select({ ...query, limit: 1000, after, keys: true })
    yield page.map(({ row }) => row)
    const last = page.at(-1)?.keys
    if (page.length < 1000 || last === undefined) return
    after = last
  }
}

/** A list in parts that a statement can take. */
export function chunksOf<T>(values: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(values.length / 500) }, (_, i) => values.slice(i * 500, (i + 1) * 500))
}

type Counted = Pick<AggregateQuery, 'entity' | 'tenant' | 'access' | 'where'> & Partial<Pick<AggregateQuery, 'bin'>>

/** How many rows satisfy a condition. */
export async function countOf(session: Session, counted: Counted): Promise<number> {
  return countIn(await session.aggregate(countQuery(counted)))
}

/** Asks for how many rows satisfy a condition, as `count`. */
export function countQuery({ bin = 'without', ...query }: Counted): AggregateQuery {
  const count = { name: 'count', fn: 'count', path: undefined } as const
  return { ...query, groupBy: [], measures: [count], having: null, orderBy: [], limit: 1, bin }
}

export const countIn = ([row]: readonly Row[]): number => Number(row?.count ?? 0)

/**
 * Which of the rows satisfy a condition. Rows answer for themselves where the condition speaks of their own fields
 * alone; else the database is asked, about the rows as they are stored.
 */
export async function holding(
  entity: EntityIR,
  tenant: string,
  rows: readonly Row[],
  condition: Condition,
  session: () => Promise<Session>,
): Promise<ReadonlySet<string>> {
  const ids = (list: readonly Row[]) => new Set(list.map((row) => row.id as string))
  if (isAlways(condition)) return ids(rows)
  if (isNever(condition)) return new Set()
  const held: Row[] = []
  for (const row of rows) {
    const answer = matchesCondition(condition, row)
    if (answer === undefined) {
      const found = await findAll(await session(), entity, tenant, [...ids(rows)], { where: condition, bin: 'with' })
      return new Set(found.keys())
    }
    if (answer) held.push(row)
  }
  return ids(held)
}
