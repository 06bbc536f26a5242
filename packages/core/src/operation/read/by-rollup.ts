import type { AggregateQuery } from '../../query/index.ts'
import type { Read } from './read.ts'

/** The query as it is asked of a rollup that is built and has the answer; else as it was. */
export async function byRollup({ engine, session }: Read, query: AggregateQuery): Promise<AggregateQuery> {
  const rollups = engine.rollups.of(query.entity.name)
  if (rollups.length === 0) return query
  // Whoever has none does not load it.
  const { overCells } = await import('../../rollup/answer.ts')
  for (const rollup of rollups) {
    const answered = overCells(query, rollup)
    if (answered !== undefined && (await engine.rollups.isBuilt(rollup, session))) return answered
  }
  return query
}
