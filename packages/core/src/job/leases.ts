/** How long a worker has a job to itself without saying anything, in milliseconds. */
export const leaseTime = 30_000

/** Where no process ever looks twice, a lease that is over by this much more is over. */
const longAgo = 600_000

/**
 * A job that somebody has.
 *
 * @example
 * const taken: Taken = { id: 'j_1', stamp: '3/2026-03-16T01:00:30.000Z', until: Date.parse('2026-03-16T01:00:30Z') }
 */
export interface Taken {
  readonly id: string
  /** Another one whenever something was heard of the lease. */
  readonly stamp: string
  /** When the lease is over by the clock of whoever has it, in epoch milliseconds. */
  readonly until: number
}

/**
 * Which leases are over. The clocks of two machines may differ, so what counts is how long this process has seen the
 * same lease, by its own.
 *
 * @example
 * const leases = new Leases()
 * const abandoned = (taken: readonly Taken[], clock: Clock) => leases.over(taken, clock.now())
 */
export class Leases {
  #seen = new Map<string, { readonly stamp: string; readonly since: number }>()

  /** Looks at all that are taken, and answers those whose leases are over. */
  over<T extends Taken>(taken: readonly T[], now: number): readonly T[] {
    const before = this.#seen
    this.#seen = new Map()
    for (const { id, stamp } of taken) {
      const known = before.get(id)
      const since = known?.stamp === stamp && known.since <= now ? known.since : now
      this.#seen.set(id, { stamp, since })
    }
    return taken.filter((one) => this.end(one, now) <= now)
  }

  /** When a lease that was looked at is over, unless something is heard of it; in epoch milliseconds. */
  end({ id, until }: Taken, now: number): number {
    const { since } = this.#seen.get(id) ?? { since: now }
    return Math.min(since + leaseTime, until + longAgo)
  }
}
