// Figures as anybody would count them who has time: from what the tickets' stories say. It shares nothing with what it checks.

/** A ticket as its story and its messages tell of it. Instants are milliseconds. */
export interface Told {
  readonly openedAt: number
  /** What it became when. */
  readonly steps: readonly {
    readonly at: number
    readonly stage?: string
    readonly owner?: string | null
    readonly merged?: true
  }[]
  /** When somebody answered. */
  readonly replies: readonly number[]
}

export interface Counted {
  readonly n: number
  readonly median: number | null
  readonly p90: number | null
}

export interface CountedAgent {
  readonly userId: string | null
  readonly firstReply: Counted
  readonly resolution: Counted
  readonly reopened: { readonly n: number; readonly rate: number | null }
}

interface Event {
  readonly by: string | null
  readonly at: number
  readonly seconds: number
  readonly again: boolean
}

/** What agents did from an instant on until another; `between` counts the seconds of the clock. */
export function count(
  tickets: readonly Told[],
  from: number,
  to: number,
  between: (from: number, to: number) => number,
): readonly CountedAgent[] {
  const inside = (event: Event | undefined): event is Event => event !== undefined && event.at >= from && event.at < to
  const replies = tickets.map((ticket) => firstReply(ticket, between)).filter(inside)
  const solutions = tickets.map((ticket) => lastSolution(ticket, between)).filter(inside)
  const names = [...new Set([...replies, ...solutions].map(({ by }) => by))]
  return names
    .sort((a, b) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1))
    .map((userId) => {
      const own = (events: readonly Event[]) => events.filter(({ by }) => by === userId)
      const again = own(solutions).filter((event) => event.again).length
      return {
        userId,
        firstReply: statistic(own(replies)),
        resolution: statistic(own(solutions)),
        reopened: { n: again, rate: own(solutions).length === 0 ? null : again / own(solutions).length },
      }
    })
}

const ownerAt = ({ steps }: Told, at: number): string | null =>
  steps.filter((step) => step.owner !== undefined && step.at <= at).at(-1)?.owner ?? null

function firstReply(ticket: Told, between: (from: number, to: number) => number): Event | undefined {
  const [at] = [...ticket.replies].sort((a, b) => a - b)
  if (at === undefined) return undefined
  return { by: ownerAt(ticket, at), at, seconds: between(ticket.openedAt, at), again: false }
}

function lastSolution(ticket: Told, between: (from: number, to: number) => number): Event | undefined {
  let solved: number | undefined
  let again = false
  let was = 'new'
  for (const { at, stage, merged } of ticket.steps) {
    if (merged) return undefined
    if (stage === undefined) continue
    const [over, wasOver] = [stage, was].map((one) => one === 'solved' || one === 'closed')
    if (over && !wasOver) solved = at
    if (!over && wasOver) {
      solved = undefined
      again = true
    }
    was = stage
  }
  if (solved === undefined) return undefined
  return { by: ownerAt(ticket, solved), at: solved, seconds: between(ticket.openedAt, solved), again }
}

function statistic(events: readonly Event[]): Counted {
  const sorted = events.map(({ seconds }) => seconds).sort((a, b) => a - b)
  const n = sorted.length
  if (n === 0) return { n, median: null, p90: null }
  const middle = sorted.filter((_, i) => i === Math.floor((n - 1) / 2) || i === Math.ceil((n - 1) / 2))
  const median = middle.reduce((sum, value) => sum + value, 0) / middle.length
  // The least of them that so many do not exceed.
  const p90 = sorted.find((value) => sorted.filter((other) => other <= value).length >= 0.9 * n) ?? null
  return { n, median, p90 }
}
