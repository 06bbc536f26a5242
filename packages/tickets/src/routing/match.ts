import { firstMatching } from '../matching.ts'
import type { Ticket } from '../ticket/ticket.ts'
import type { Inside } from './inside.ts'
import type { Queue } from './queue.ts'

/** The queues, first those that are asked first. */
export const queuesOf = async ({ table }: Inside): Promise<readonly Queue[]> =>
  (await table('queue').remembered()).toSorted(byPosition)

/** The first queue that each of these tickets matches. */
export const queueFor = (
  context: Inside,
  queues: readonly Queue[],
  tickets: readonly Ticket[],
): Promise<ReadonlyMap<string, Queue>> => firstMatching(context, queues, tickets)

const byPosition = (a: Queue, b: Queue): number => a.position - b.position || (a.id < b.id ? -1 : 1)
