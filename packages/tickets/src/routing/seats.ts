import type { Ticket } from '../ticket/ticket.ts'
import { type AgentState, everyChannel } from './agent.ts'
import type { Inside } from './inside.ts'

/** Whose work a ticket is, and of which channel. */
export interface Load {
  readonly userId: string
  readonly channel: string
}

export const over: readonly Ticket['stage'][] = ['solved', 'closed']

/** Whose work it is; nobody's where it is nobody's, over, or in the bin. */
export function loadOf(ticket: Ticket | null): Load | undefined {
  if (ticket === null || ticket.ownerId === null || ticket.deletedAt !== null) return undefined
  if (over.includes(ticket.stage)) return undefined
  return { userId: ticket.ownerId, channel: ticket.channel }
}

/** The state of an agent that is for a channel: its own, or the one for all of them. */
export const seatFor = (states: readonly AgentState[], { userId, channel }: Load): AgentState | undefined =>
  states.find((state) => state.userId === userId && state.channel === channel) ??
  states.find((state) => state.userId === userId && state.channel === everyChannel)

/** What follows from what an agent has. */
export const counted = ({ status, capacity }: Pick<AgentState, 'status' | 'capacity'>, used: number) => ({
  used,
  takes: status === 'online' && used < capacity,
  over: used - capacity,
  load: capacity === 0 ? 1_000_000_000 : Math.floor((used * 1_000_000_000) / capacity),
})

export async function statesOf({ table }: Inside, users: readonly string[]): Promise<readonly AgentState[]> {
  return users.length === 0 ? [] : table('agentState').all({ userId: { in: users } })
}

/** A ticket was one's work, and is another's now. */
export type Shift = readonly [before: Load | undefined, after: Load | undefined]

export const isShift = ([before, after]: Shift): boolean =>
  before?.userId !== after?.userId || before?.channel !== after?.channel

/** Keeps the counters of agents, under the lock. Answers who has less to do now, and may take something. */
export async function shift(
  context: Inside,
  states: readonly AgentState[],
  shifts: readonly Shift[],
): Promise<readonly string[]> {
  const { table } = context
  const changed = new Map<AgentState, { by: number; given: boolean }>()
  const count = (load: Load | undefined, by: 1 | -1, given: boolean) => {
    const seat = load && seatFor(states, load)
    if (seat === undefined) return
    const sofar = changed.get(seat)
    changed.set(seat, { by: (sofar?.by ?? 0) + by, given: given || sofar?.given === true })
  }
  for (const [before, after] of shifts) {
    count(before, -1, false)
    count(after, 1, before?.userId !== after?.userId)
  }
  let turn = [...changed.values()].some(({ given }) => given) ? await lastTurn(context) : 0
  const free = new Set<string>()
  for (const [state, { by, given }] of changed) {
    const { id, userId, used } = state
    const now = counted(state, used + by)
    if (by !== 0 || given) await table('agentState').update({ id }, given ? { ...now, turn: ++turn } : now)
    if (by < 0 && now.takes) free.add(userId)
  }
  return [...free].sort()
}

async function lastTurn({ table }: Inside): Promise<number> {
  const [last] = await table('agentState').list({ where: {}, orderBy: { turn: 'desc' }, limit: 1 })
  return last?.turn ?? 0
}
