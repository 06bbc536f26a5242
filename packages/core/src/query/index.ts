export type {
  Aggregate,
  AggregateRow,
  BucketUnit,
  GroupIn,
  Groups,
  HavingIn,
  MeasureIn,
  Measures,
  PathIn,
} from './aggregate-types.ts'
export * from './ast.ts'
export { type CheckedAggregate, checkAggregate } from './check-aggregate.ts'
export { checkOrderBy, checkPath } from './check-path.ts'
export { type CheckedInclude, type CheckedSelect, checkSelect } from './check-select.ts'
export { checkValue, isOrdered, isSummable } from './check-value.ts'
export { checkWhere } from './check-where.ts'
export { compareValues } from './compare.ts'
export { type QueryContext, ZoneTables } from './context.ts'
export { decodeCursor, encodeCursor } from './cursor.ts'
export { matches, type World } from './evaluate.ts'
export { matchesCondition } from './evaluate-condition.ts'
export { finishAggregate, mixedCurrency } from './finish-aggregate.ts'
export { fold } from './fold.ts'
export { type QueryLimits, queryLimits } from './limits.ts'
export { type MoneyMeasure, moneyMeasures } from './money-measures.ts'
export { nearest, unknownKey } from './nearest.ts'
export { entriesOf, isSound, readObject } from './read.ts'
export type {
  ActorValue,
  Direction,
  ExactInclude,
  FieldWhere,
  Include,
  IncludedOf,
  ManyWhere,
  OneWhere,
  OrderBy,
  Page,
  Query,
  Relative,
  Where,
  WithIncludes,
} from './types.ts'
