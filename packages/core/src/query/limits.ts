import { CrmError } from '../error/index.ts'

/** How large a query may be; beyond it is `QUERY_TOO_COMPLEX`. */
export interface QueryLimits {
  /** Nesting of conditions. */
  readonly depth: number
  /** Conditions in all. */
  readonly nodes: number
  /** Relations on one way, from the record to the field. */
  readonly hops: number
  /** Entries of an `in` list. */
  readonly list: number
  /** Rows of a page, and when nothing is said. */
  readonly page: number
  readonly defaultPage: number
  /** Sort keys. */
  readonly sorts: number
  /** Includes in all. */
  readonly includes: number
  /** Groups of an aggregate, and also when nothing is said. */
  readonly groups: number
  /** Values of a list that an aggregate makes. */
  readonly values: number
  /** Keys and measures of an aggregate, together. */
  readonly columns: number
  /** Words of a search, and characters. */
  readonly words: number
  readonly letters: number
}

/**
 * How large a query may be, unless told: 8 levels, 100 conditions, 3 relations on one way, 1,000 entries of a list, 200 rows of a page.
 *
 * @example
 * const limits: QueryLimits = { ...queryLimits, page: 1000 }
 */
export const queryLimits: QueryLimits = Object.freeze({
  depth: 8,
  nodes: 100,
  hops: 3,
  list: 1000,
  page: 200,
  defaultPage: 50,
  sorts: 5,
  includes: 10,
  groups: 10_000,
  values: 10_000,
  columns: 24,
  words: 10,
  letters: 200,
})

export function tooComplex(path: string, problem: string): CrmError {
  return new CrmError('QUERY_TOO_COMPLEX', {
    details: { path, problem: `${path} ${problem}` },
    hint: 'Ask for less at once, or in several queries.',
  })
}
