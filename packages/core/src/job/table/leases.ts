import type { Row } from '../../schema/index.ts'

/** How long a worker has a job to itself without saying anything, in milliseconds. */
export const leaseTime = 30_000

/** Where no process ever looks twice, a lease that is over by this much more is over. */
const longAgo = 600_000

/**
 * Which leases are over. The clocks of two machines may differ, so what counts is how long this process has seen the
 * same lease, by its own.
 */
export class Leases {
  #seen = new Map<string, { readonly stamp: string; readonly since: number }>()

  /** Looks at all that are taken, and answers those whose leases are over. */
  over(taken: readonly Row[], now: number): readonly Row[] {
    const before = this.#seen
    this.#seen = new Map()
    for (const row of taken) {
      const stamp = stampOf(row)
      const known = before.get(String(row.id))
      const since = known?.stamp === stamp && known.since <= now ? known.since : now
      this.#seen.set(String(row.id), { stamp, since })
    }
    return taken.filter((row) => this.end(row, now) <= now)
  }

  /** When the lease of a row that was looked at is over, unless something is heard of it. */
  end(row: Row, now: number): number {
    const { since } = this.#seen.get(String(row.id)) ?? { since: now }
    return Math.min(since + leaseTime, Date.parse(String(row.leasedUntil)) + longAgo)
  }
}

/** What changes whenever something is heard of a lease. */
export const stampOf = ({ fence, leasedUntil }: Row): string => `${fence}/${leasedUntil}`
