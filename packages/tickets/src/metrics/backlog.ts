import { invalid } from '@guanxi/core'
import type { Inside } from '../sla/inside.ts'

type By = 'priority' | 'ownerId' | 'teamId' | 'category' | 'channel' | 'type' | 'stage'
interface Asked {
  readonly at?: string | undefined
  readonly by?: By | undefined
}

/** What was there at an instant and has not been solved until then, or was opened again later. A merged ticket is no work. */
export async function backlog({ crm, now }: Inside, { at, by = 'priority' }: Asked) {
  if (at !== undefined && by === 'stage')
    throw invalid('by', 'is the status of today', 'Leave out at, or count by something else.')
  const then = at === undefined ? now : new Date(at).toISOString()
  const found = await crm.tickets.aggregate({
    where: { createdAt: { lte: then }, mergedIntoId: null, or: [{ resolvedAt: null }, { resolvedAt: { gt: then } }] },
    groupBy: { key: by },
    measures: { n: { fn: 'count' }, oldest: { fn: 'min', field: 'createdAt' } },
    orderBy: { key: 'asc' },
  })
  const rows = found.map(({ key, n, oldest }) => ({ key, n, oldest: oldest ?? then }))
  const n = rows.reduce((sum, row) => sum + row.n, 0)
  return { at: then, population: 'created_and_not_solved_for_good_at_that_time' as const, n, rows }
}
