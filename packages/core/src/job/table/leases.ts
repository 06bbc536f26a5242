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

  /** The rows whose leases are over, among all that are taken. */
  over(taken: readonly Row[], now: number): readonly Row[] {
    const before = this.#seen
    this.#seen = new Map()
    return taken.filter((row) => {
      const stamp = `${row.fence}/${row.leasedUntil}`
      const known = before.get(String(row.id))
      const since = known?.stamp === stamp && known.since <= now ? known.since : now
      this.#seen.set(String(row.id), { stamp, since })
      return now - since >= leaseTime || Date.parse(String(row.leasedUntil)) + longAgo <= now
    })
  }
}
