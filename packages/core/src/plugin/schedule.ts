/**
 * What is called at certain times, for every tenant.
 *
 * @example
 * const nightly: Schedule = { cron: '0 3 * * *', zone: 'Asia/Shanghai', call: 'leads.recycle' }
 */
export interface Schedule {
  /** Minute, hour, day, month, weekday; a sixth part in front would be seconds. */
  readonly cron: string
  /** The IANA zone of the clock; the instance's unless told. */
  readonly zone?: string
  /** A command on the collection, `tickets.sweep`: called as the system. */
  readonly call: string
  readonly input?: unknown
  /** What becomes of the times that nobody was there at: `once`, one call makes up for them all, or `skip`. `once` unless told. */
  readonly missed?: 'once' | 'skip'
}
