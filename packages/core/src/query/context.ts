import type { PhoneNormalizer } from '../phone/index.ts'
import type { Schema } from '../schema/index.ts'
import { offsetsOf, type ZoneOffset } from '../time/index.ts'
import { type QueryLimits, queryLimits } from './limits.ts'

/** What a query is checked against. */
export interface QueryContext {
  readonly schema: Schema
  /** Epoch milliseconds of the injected clock. */
  readonly now: number
  /** The tenant's zone. */
  readonly zone: string
  /** Whom `{ actor: 'user' }` means. */
  readonly actor: { readonly user: string } | undefined
  readonly limits?: Partial<QueryLimits>
  /** Kept by the instance: a zone's table takes some milliseconds to make. */
  readonly zones?: ZoneTables
  /** How telephone numbers in queries are made comparable; without it they are compared as they are. */
  readonly phones?: PhoneNormalizer
}

/**
 * The offsets of zones over the years that buckets know; before them the first one holds, after them the last.
 *
 * @example
 * const zones = new ZoneTables() // one for each instance: a table takes some milliseconds
 * const first = zones.of('Asia/Shanghai')[0]
 */
export class ZoneTables {
  readonly #tables = new Map<string, readonly ZoneOffset[]>()

  of(zone: string): readonly ZoneOffset[] {
    let table = this.#tables.get(zone)
    if (table === undefined) {
      table = offsetsOf(zone, Date.UTC(1800, 0, 1), Date.UTC(2100, 0, 1))
      this.#tables.set(zone, table)
    }
    return table
  }
}

export function limitsOf(context: QueryContext): QueryLimits {
  return context.limits === undefined ? queryLimits : { ...queryLimits, ...context.limits }
}
