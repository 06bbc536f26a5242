import type { RawRow } from '../tables.ts'
import type { Invariant } from './invariant.ts'

/** I6: a job waits, is at work under a lease, or is given up with a reason; it was tried as often as it may be, at most. */
export const jobs: Invariant = {
  id: 'I6',
  broken: ({ tables }) => {
    const facts = new Set((tables.get('outbox') ?? []).map(({ tenant, id }) => `${tenant}/${id}`))
    return (tables.get('background_jobs') ?? []).flatMap((job) =>
      problemsOf(job, facts).map((problem) => `the job ${job.id} ${problem}`),
    )
  },
}

function problemsOf(job: RawRow, facts: ReadonlySet<string>): readonly string[] {
  const { state, attempt, attempts, fence, kind, tenant } = job
  const leased = job.leased_until !== null
  const holds: readonly (readonly [boolean, string])[] = [
    [tenant === '*', 'is not of the queue'],
    [state === 'ready' || state === 'active' || state === 'dead', `is ${state}`],
    [leased === (state === 'active'), 'is leased and not at work, or at work without a lease'],
    [Number(attempt) >= 0 && Number(attempt) <= Number(attempts), `was tried ${attempt} times of ${attempts}`],
    [Number(fence) >= Number(attempt), 'was tried more often than taken'],
    [state !== 'dead' || job.error !== null, 'was given up without a reason'],
    [state !== 'active' || Number(attempt) > 0, 'is at work and was never taken'],
    [kind !== 'fact' || facts.has(`${job.of}/${textOf(job.input)}`), 'is about a fact that was not told'],
    [kind !== 'fact' || job.lane !== null, 'is about a fact and in no lane'],
  ]
  return holds.flatMap(([well, problem]) => (well ? [] : [problem]))
}

/** A JSON text, as one database keeps it and the other reads it. */
const textOf = (input: unknown): string =>
  typeof input === 'string' && input.startsWith('"') ? JSON.parse(input) : String(input)
