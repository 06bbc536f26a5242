import { type CoreTypes, CrmError, type HandlersOf, invalid } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'
import { everyChannel } from './agent.ts'
import { takerOf } from './choose.ts'
import { alone, type Inside } from './inside.ts'
import { fill, isFree, positionOf, settle, widen } from './line.ts'
import { queuesOf } from './match.ts'
import type { routingOperations } from './operations.ts'
import { recount, report, type Setting, setSkills, setState } from './roster.ts'
import { lineOrder } from './wait.ts'

/** So many tickets are looked at in one transaction. */
const batch = 25

export const routingHandlers: HandlersOf<CoreTypes & TicketsTypes, typeof routingOperations> = {
  routing: {
    setAgent: (context, setting) => set(context, setting),
    setStatus(context, setting) {
      const { type, user } = context.actor
      if (type !== 'user') throw invalid('status', 'is of the user who calls', 'Call routing.setAgent.')
      return set(context, { ...setting, user })
    },
    async skills(context, { user, skills }) {
      await alone(context)
      await setSkills(context, user, skills)
      await fill(context, user, await queuesOf(context))
    },
    agents: (context, { user }) => report(context, user),
    async route(context, { ticketId }) {
      const { table, may } = context
      if (!(await may('read', 'ticket', ticketId))) throw new CrmError('NOT_FOUND', { details: { entity: 'ticket' } })
      const [ticket] = await table('ticket').hold([ticketId])
      if (ticket === undefined) throw new CrmError('NOT_FOUND', { details: { entity: 'ticket' } })
      const { ownerId, teamId, stage } = ticket
      if (ownerId !== null) return { ownerId, teamId }
      if (!isFree(ticket)) throw notRoutable(stage === 'pending' || stage === 'hold' ? 'waits' : 'over')
      await alone(context)
      const { outcomes } = await settle(context, [ticket], await queuesOf(context))
      const outcome = outcomes.get(ticketId)
      if (outcome === undefined) throw notRoutable('no_queue')
      if ('ownerId' in outcome) return outcome
      const { wait } = outcome
      return { queued: true, queueId: wait.queueId, position: await positionOf(context, wait), reason: wait.reason }
    },
    widen: (context, { ticketId }) => widen(context, ticketId),
    async drain(context, { user }) {
      const { table, later } = context
      const queues = await queuesOf(context)
      if (user !== undefined) {
        // Tickets before the lock: what is first now is most often still first then.
        const first = await (await takerOf(context, user, queues)).next()
        if (first !== undefined) await table('ticket').hold([first.ticketId])
        await alone(context)
        await fill(context, user, queues)
        return
      }
      const untried = await table('ticketWait').list({
        where: { state: 'waiting', tried: false },
        orderBy: lineOrder,
        limit: batch,
      })
      if (untried.length === 0) return
      const tickets = await table('ticket').hold(untried.map(({ ticketId }) => ticketId))
      await alone(context)
      await settle(context, tickets, queues)
      await later({ key: 'drain' }).routing.drain({})
    },
    async sort(context, { after = '' }) {
      const { table, later } = context
      const where = { ownerId: null, stage: { in: ['new', 'open'] }, id: { gt: after } } as const
      const page = await table('ticket').list({ where, orderBy: { id: 'asc' }, limit: batch, lock: 'wait' })
      const ids = page.map(({ id }) => id)
      if (ids.length > 0) {
        await alone(context)
        await settle(context, page, await queuesOf(context))
      }
      const last = ids.at(-1)
      if (ids.length === batch && last !== undefined) await later({ key: 'sort' }).routing.sort({ after: last })
    },
    async recount(context, { user }) {
      await alone(context)
      await recount(context, user)
    },
  },
}

async function set(context: Inside, setting: Setting) {
  const { later, add, now } = context
  const { user, channel = everyChannel } = setting
  await alone(context)
  const known = await report(context, user)
  await setState(context, setting)
  // What was given to him by those who did not know yet that he is counted.
  if (known.length === 0) await later({ at: add(now, 'PT1M'), key: `recount ${user}` }).routing.recount({ user })
  await fill(context, user, await queuesOf(context))
  const state = (await report(context, user)).find((one) => one.channel === channel)
  if (state === undefined) throw new TypeError('a state that was written is not there')
  return state
}

const notRoutable = (reason: 'over' | 'waits' | 'no_queue') => new CrmError('NOT_ROUTABLE', { details: { reason } })
