/**
 * What a promise is about. Reply metrics begin anew each time; the others pause.
 *
 * @example
 * const promised: readonly SlaMetric[] = ['first_reply', 'resolution']
 */
export type SlaMetric =
  | 'first_reply'
  | 'next_reply'
  | 'periodic_update'
  | 'resolution'
  | 'agent_work'
  | 'requester_wait'

/** What happens to a ticket, as far as clocks are concerned. */
export type Happening =
  | 'created'
  /** The customer says something; no machine does. */
  | 'message'
  /** An agent answers him; no machine does, and no note is an answer. */
  | 'reply'
  | 'solved'
  | 'reopened'
  /** Merged into another, or in the bin. */
  | 'gone'

/** What starts, ends and pauses a clock. */
export interface Rule {
  readonly starts: readonly Happening[]
  /** Whether it starts only before or only after the first answer of an agent. */
  readonly only?: 'unanswered' | 'answered'
  readonly fulfils: Happening
  /** What makes it pointless. */
  readonly cancels: readonly Happening[]
  /** In which statuses it stands still, unless the policy says others; undefined: it never does. */
  readonly pauses?: readonly string[]
  /** What the ticket's earlier clock of this kind has used counts, too. */
  readonly goesOn?: true
  /** From when on it counts for a ticket that comes under a policy later. */
  readonly since?: 'creation' | 'waiting' | 'stays'
}

const replies = { fulfils: 'reply', cancels: ['solved', 'gone'] } as const
const work = {
  starts: ['created', 'reopened'],
  fulfils: 'solved',
  cancels: ['gone'],
  goesOn: true,
  since: 'stays',
} as const

export const rules: Readonly<Record<SlaMetric, Rule>> = {
  /** From the creation to the first answer. */
  first_reply: { ...replies, starts: ['created', 'message'], only: 'unanswered', since: 'creation' },
  /** From the oldest message that nobody has answered to the next answer. */
  next_reply: { ...replies, starts: ['message'], only: 'answered', since: 'waiting' },
  /** From one answer to the next. */
  periodic_update: { ...replies, starts: ['reply'], pauses: [] },
  resolution: { ...work, pauses: ['pending', 'hold'] },
  agent_work: { ...work, pauses: ['pending', 'hold'] },
  requester_wait: { ...work, pauses: ['pending'] },
}

export const slaMetrics = [
  'first_reply',
  'next_reply',
  'periodic_update',
  'resolution',
  'agent_work',
  'requester_wait',
] as const
/** Those that can pause. */
export const pausingMetrics = ['periodic_update', 'resolution', 'agent_work', 'requester_wait'] as const
