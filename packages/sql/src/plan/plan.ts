import type { Statement } from '../driver.ts'
import type { Parameter } from '../fragment.ts'

/** A statement for all queries of a shape, and how its rows are read. */
export interface Plan<T> {
  readonly sql: string
  readonly parameters: readonly Parameter[]
  decode(row: readonly unknown[]): T
}

/** The statement of a plan with the values of a query. */
export function bind(
  { sql, parameters }: Pick<Plan<unknown>, 'sql' | 'parameters'>,
  values: readonly unknown[],
): Statement {
  const bound = new Array<unknown>(parameters.length)
  for (let i = 0; i < bound.length; i++) bound[i] = boundValue(parameters[i] as Parameter, values)
  return { sql, parameters: bound }
}

function boundValue(parameter: Parameter, values: readonly unknown[]): unknown {
  if ('constant' in parameter) return parameter.constant
  const value = values[parameter.slot] ?? null
  return value === null || parameter.encode === undefined ? value : parameter.encode(value)
}
