import type { Condition, SelectQuery } from '@guanxi/core/storage'
import { id, raw, type Sql, sql } from '../fragment.ts'
import type { Lowering } from './lowering.ts'
import { type Candidates, intersection, narrow } from './narrow.ts'

/** One way to the rows of a page: those among candidates, up to a limit; nothing where it is not the way to take. */
export interface Way {
  readonly candidates: readonly Candidates[]
  readonly limit: Sql
}

/** The ways to a page, one of which is taken, and what stands before the statement for it. */
export interface Ways {
  readonly before: Sql | undefined
  readonly all: readonly Way[]
}

/** Up to so many hits are looked up and sorted; of more, the first in order are soon met. */
const fewHits = 5000
/** Where figures are asked of each: to ask those who are no hits as well would take longer than to sort. */
const fewWithFigures = 50_000

/**
 * A page in order is found in two ways: by the search index, whose hits must all be looked up and sorted, or by the index of
 * the order, until enough rows were met. Where the planner knows no numbers (the index is a table of its own), the
 * statement itself counts the hits and takes one.
 */
export function waysOf(lowering: Lowering, query: SelectQuery): Ways {
  const limit = raw(String(Math.trunc(query.limit)))
  lowering.byId = query.orderBy.length === 1 && query.rank === undefined
  const candidates = query.perParent === undefined ? narrow(lowering, query.entity, query.where) : []
  const only = { before: undefined, all: [{ candidates, limit }] }
  if (lowering.dialect.search?.by !== 'keys' || candidates.length === 0) return only
  // By rank, every hit must be seen.
  if (query.rank !== undefined || query.lock !== undefined) return only
  const { by, select } = intersection(lowering, query.entity, candidates) as Extract<Candidates, { select: Sql }>
  const hits = id('hits')
  const most = raw(String(asksFigures(query.where) ? fewWithFigures : fewHits))
  const where = (holds: string) =>
    sql`(select case when count(*) ${raw(holds)} ${most} then ${limit} else 0 end from ${hits})`
  return {
    before: sql`with ${hits} as materialized (select ${id('k')} from (${select}) as ${id('c')} limit ${most} + 1)`,
    all: [
      { candidates: [{ by, select: sql`select ${id('k')} from ${hits}` }], limit: where('<=') },
      { candidates: [], limit: where('>') },
    ],
  }
}

/** Whether figures of related records decide. */
function asksFigures(of: Condition): boolean {
  switch (of.node) {
    case 'measure':
      return true
    case 'and':
    case 'or':
      return of.all.some(asksFigures)
    case 'not':
      return asksFigures(of.of)
    default:
      return false
  }
}
