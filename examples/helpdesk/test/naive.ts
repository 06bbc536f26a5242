import type { Me } from '../src/crm.ts'
import { period } from '../src/summary.ts'

/** A ticket as its record, its story, its messages and its clocks tell of it. */
export type Told = Awaited<ReturnType<typeof tellAll>>[number]

/** Every ticket, read one by one. */
export async function tellAll(me: Me) {
  const told = []
  for await (const ticket of me.tickets.iterate({ include: { surveys: true, deviceAlarms: true } })) {
    const steps = (await me.tickets.story(ticket.id)).toSorted(
      (a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.version ?? 0) - (b.version ?? 0),
    )
    const messages = (await me.ticketMessages.list({ where: { ticketId: ticket.id }, limit: 200 })).items
    const { clocks } = await me.tickets.sla(ticket.id, {})
    told.push({ ticket, steps, messages, clocks })
  }
  return told
}

const inPeriod = (at: string): boolean => at >= period.from && at < period.to
const isOver = ({ ticket }: Told): boolean => ticket.stage === 'solved' || ticket.stage === 'closed'
const isSolved = (told: Told): boolean => isOver(told) && told.ticket.mergedIntoId === null

/** When it was solved last, and who had it then. */
function lastSolution({ steps }: Told): { readonly at: string; readonly by: string | null } | undefined {
  let owner: string | null = null
  let found: { at: string; by: string | null } | undefined
  for (const { at, changes } of steps) {
    const { ownerId, stage } = (changes ?? {}) as Record<string, readonly [unknown, unknown] | undefined>
    if (ownerId !== undefined) owner = ownerId[1] === null ? null : String(ownerId[1])
    if (stage?.[1] === 'solved') found = { at, by: owner }
  }
  return found
}

/** When a person answered first, and who. */
function firstAnswer({ messages }: Told) {
  const answers = messages.filter(
    ({ direction, kind, automatic }) => direction === 'out' && kind === 'message' && !automatic,
  )
  return answers.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))[0]
}

/** The middle (of two, what is between them), and the nearest rank of nine tenths. */
function statistic(seconds: readonly number[]) {
  const sorted = seconds.toSorted((a, b) => a - b)
  const n = sorted.length
  const [low = 0, high = 0] = [sorted[Math.floor((n - 1) / 2)], sorted[Math.floor(n / 2)]]
  return n === 0 ? { n, median: null, p90: null } : { n, median: (low + high) / 2, p90: sorted[Math.ceil(0.9 * n) - 1] }
}

const secondsFrom = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 1000)

/** Seconds of the calendar to the first answer and to the last solution, of whom `of` is asked about; of all unless given. */
export function speed(all: readonly Told[], of?: string | null) {
  const whose = (user: string | null | undefined) => of === undefined || user === of
  const replies = all.flatMap((told) => {
    const answer = firstAnswer(told)
    if (answer === undefined || !inPeriod(answer.at) || !whose(answer.userId)) return []
    return secondsFrom(told.ticket.createdAt, answer.at)
  })
  const solved = all.filter(isSolved).flatMap((told) => {
    const solution = lastSolution(told)
    if (solution === undefined || !inPeriod(solution.at) || !whose(solution.by)) return []
    return { seconds: secondsFrom(told.ticket.createdAt, solution.at), reopened: told.ticket.reopened > 0 }
  })
  return {
    firstReply: statistic(replies),
    resolution: statistic(solved.map(({ seconds }) => seconds)),
    reopened: solved.filter(({ reopened }) => reopened).length,
  }
}

/** What was merged is the other one's matter, and counted there. */
const isOne = ({ ticket }: Told): boolean => ticket.mergedIntoId === null

/** What came in the period, and how much of it is solved. */
export function arrived(all: readonly Told[]) {
  const came = all.filter((told) => isOne(told) && inPeriod(told.ticket.createdAt))
  return { n: came.length, solved: came.filter(isSolved).length }
}

/** What was there at the end of the week, and is not solved for good since before. */
export const leftOver = (all: readonly Told[]): number =>
  all.filter((told) => {
    if (told.ticket.createdAt >= period.to) return false
    if (!isOver(told)) return true
    const end = lastSolution(told)?.at ?? told.ticket.closedAt ?? ''
    return end >= period.to
  }).length

/** Of how many tickets the promises that ended in the period were kept. */
export function promises(all: readonly Told[], metric: string) {
  const ended = all.flatMap(({ clocks }) => {
    const some = clocks.filter((clock) => clock.metric === metric && ends(clock).some(inPeriod))
    return some.length === 0 ? [] : [some]
  })
  const breached = ended.filter((clocks) => clocks.some(({ breachedAt }) => breachedAt !== null)).length
  return { n: ended.length, kept: ended.length - breached, breached }
}

const ends = ({ breachedAt, fulfilledAt }: Told['clocks'][number]): readonly string[] =>
  [breachedAt, fulfilledAt].flatMap((at) => at ?? [])

export const complaints = (all: readonly Told[], cause: string): number =>
  all
    .filter(isOne)
    .filter(({ ticket }) => ticket.type === 'complaint' && ticket.cause === cause && inPeriod(ticket.createdAt)).length

export const scores = (all: readonly Told[]): readonly number[] =>
  all.flatMap(({ ticket }) => ticket.surveys.flatMap(({ score }) => score ?? []))
