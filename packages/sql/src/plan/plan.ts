import { CrmError } from '@guanxi/core'
import type { Statement } from '../driver.ts'
import type { Parameter } from '../fragment.ts'

/** A statement for all queries of a shape, and how its rows are read. */
export interface Plan<T> {
  readonly sql: string
  readonly parameters: readonly Parameter[]
  /** See {@link Statement}. */
  readonly anew?: boolean
  decode(row: readonly unknown[]): T
}

/** SQLite takes no more in one statement, and Postgres twice as many. */
const mostParameters = 32_766

/** The statement of a plan with the values of a query. */
export function bind(
  { sql, parameters, anew = false }: Pick<Plan<unknown>, 'sql' | 'parameters' | 'anew'>,
  values: readonly unknown[],
): Statement {
  if (parameters.length > mostParameters) {
    throw new CrmError('QUERY_TOO_COMPLEX', { details: { problem: `it has more than ${mostParameters} values` } })
  }
  const bound = new Array<unknown>(parameters.length)
  for (let i = 0; i < bound.length; i++) bound[i] = boundValue(parameters[i] as Parameter, values)
  return anew ? { sql, parameters: bound, anew } : { sql, parameters: bound }
}

function boundValue(parameter: Parameter, values: readonly unknown[]): unknown {
  if ('constant' in parameter) return parameter.constant
  const value = values[parameter.slot] ?? null
  return value === null || parameter.encode === undefined ? value : parameter.encode(value)
}
