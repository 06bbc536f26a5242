import { type CoreTypes, type HandlersOf, invalid } from '@guanxi/core'
import type { Inside } from '../sla/inside.ts'
import type { TicketsTypes } from '../types.ts'
import { backlog } from './backlog.ts'
import { complaints } from './complaints.ts'
import { type Party, statisticsOf } from './exact.ts'
import { type ClockName, figures } from './figures.ts'
import { kept } from './kept.ts'
import type { metricOperations } from './operations.ts'
import { type Period, type Spread, spreadOf } from './spread.ts'
import { nothing } from './statistic.ts'

const population = { firstReply: 'first_replied_in_period', resolution: 'last_solved_in_period' } as const

export const metricHandlers: HandlersOf<CoreTypes & TicketsTypes, typeof metricOperations> = {
  metrics: {
    async agents(context, { clock, ...given }) {
      const period = periodOf(given)
      // A server answers both at the same time.
      const [replies, solutions] = await Promise.all([
        byAgent(context, 'firstReply', clock, period),
        byAgent(context, 'resolution', clock, period),
      ])
      const agents = [...new Set([...replies.keys(), ...solutions.keys()])].toSorted(nobodyLast).map((userId) => ({
        userId,
        firstReply: replies.get(userId)?.statistic ?? nothing,
        resolution: solutions.get(userId)?.statistic ?? nothing,
        reopened: reopenedOf(solutions.get(userId)?.spread),
      }))
      return { ...period, clock, population, agents }
    },
    async service(context, { clock, ...given }) {
      const period = periodOf(given)
      const together = async (of: keyof typeof figures) => {
        const party = everybody(await spreadOf(context, figures[of][clock], period))
        const [statistic = nothing] = await statisticsOf(context, figures[of][clock], period, [party])
        return { spread: party.spread, statistic }
      }
      const [replies, solutions] = await Promise.all([together('firstReply'), together('resolution')])
      return {
        ...period,
        clock,
        population: { ...population, created: 'created_in_period' },
        firstReply: replies.statistic,
        resolution: solutions.statistic,
        reopened: reopenedOf(solutions.spread),
        created: await created(context, period),
      }
    },
    backlog,
    sla: (context, given) => kept(context, periodOf(given)),
    complaints: (context, given) => complaints(context, periodOf(given)),
  },
}

/** A period in UTC; it must not be empty. */
function periodOf(given: Period): Period {
  const [from, to] = [new Date(given.from).toISOString(), new Date(given.to).toISOString()]
  if (from >= to) throw invalid('to', 'is not after from', 'A period goes from an instant on, and ends before another.')
  return { from, to }
}

async function byAgent(context: Inside, of: keyof typeof figures, clock: ClockName, period: Period) {
  const spreads = [...(await spreadOf(context, figures[of][clock], period))]
  const parties = spreads.map(([by, spread]): Party => ({ members: [by], spread }))
  const statistics = await statisticsOf(context, figures[of][clock], period, parties)
  return new Map(spreads.map(([by, spread], i) => [by, { spread, statistic: statistics[i] ?? nothing }]))
}

/** All agents as one. */
function everybody(spreads: ReadonlyMap<string | null, Spread>): Party {
  const spread: Spread = { n: 0, again: 0, bands: new Map() }
  for (const { n, again, bands } of spreads.values()) {
    spread.n += n
    spread.again += again
    for (const [band, count] of bands) spread.bands.set(band, (spread.bands.get(band) ?? 0) + count)
  }
  return { members: [...spreads.keys()], spread }
}

async function created({ crm }: Inside, { from, to }: Period) {
  const where = { createdAt: { gte: from, lt: to }, mergedIntoId: null }
  const measures = { n: { fn: 'count' }, solved: { fn: 'count', where: { resolvedAt: { isNull: false } } } } as const
  const [row] = await crm.tickets.aggregate({ where, measures })
  const { n, solved } = row ?? { n: 0, solved: 0 }
  return { n, solved, rate: rateOf(solved, n) }
}

const reopenedOf = (spread: Spread | undefined) => ({
  n: spread?.again ?? 0,
  rate: rateOf(spread?.again ?? 0, spread?.n ?? 0),
})

const rateOf = (part: number, n: number): number | null => (n === 0 ? null : part / n)

const nobodyLast = (a: string | null, b: string | null): number =>
  a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1
