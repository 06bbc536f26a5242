import type { AggregateQuery } from '../../query/index.ts'
import type { RollupIR } from '../../rollup/index.ts'
import type { Read } from './read.ts'

/** The query as it is asked of a rollup that is built and has the answer; else as it was. */
export async function byRollup(read: Read, query: AggregateQuery): Promise<AggregateQuery> {
  const { engine, session } = read
  const rollups = engine.rollups.of(query.entity.name)
  if (rollups.length === 0) return query
  // Whoever has none does not load it.
  const { overCells } = await import('../../rollup/answer.ts')
  for (const rollup of rollups) {
    const answered = overCells(query, rollup)
    if (answered !== undefined && (await engine.rollups.isBuilt(rollup, session)))
      return (await isUpToDate(read, query.tenant, rollup)) ? answered : query
  }
  return query
}

/** Whether the cells hold all that was written. Inside of a transaction it is left to others to see to it. */
async function isUpToDate({ engine, session, inTransaction }: Read, tenant: string, rollup: RollupIR) {
  const { isBehind } = await import('../rollup/notes.ts')
  if (!(await isBehind(session, engine.rollups, tenant, rollup))) return true
  if (inTransaction) return false
  const { fold } = await import('../rollup/fold.ts')
  return (await fold(engine, tenant, { wait: false })).upToDate.includes(rollup)
}
