import type { AccessRules, Bin, Json, RawAggregate } from '../oracle/index.ts'

/**
 * A query as the fuzzer asks it: plain JSON, so that it can be printed, shrunk and asked again.
 *
 * @example
 * const entityOfCase = ({ type, entity }: Case) => `${type} of ${entity}`
 */
export type Case = SelectCase | AggregateCase

interface Asked {
  readonly entity: string
  readonly bin: Bin
  readonly zone: string
  readonly access: AccessRules | null
}

export interface SelectCase extends Asked {
  readonly type: 'select'
  readonly where: Json
  readonly orderBy: Json | readonly Json[]
  /** Rows a page. */
  readonly limit: number
  /** At most `limit` rows for each value of this field, in one page. */
  readonly perParent?: string
}

export interface AggregateCase extends Asked {
  readonly type: 'aggregate'
  readonly query: Omit<RawAggregate, 'bin'>
}
