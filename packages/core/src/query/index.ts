export type {
  Aggregate,
  AggregateRow,
  Bucketing,
  BucketUnit,
  FieldSource,
  GroupIn,
  Groups,
  HavingIn,
  HavingOperators,
  HavingWhere,
  MeasureIn,
  Measures,
  OrderByName,
  PathIn,
  PathSource,
  SourceIn,
} from './aggregate-types.ts'
export * from './ast.ts'
export { type CheckedAggregate, checkAggregate } from './check-aggregate.ts'
export { checkOrderBy, checkPath } from './check-path.ts'
export { type CheckedSearch, checkSearch, isSearchable } from './check-search.ts'
export { type CheckedInclude, type CheckedSelect, checkGet, checkSelect } from './check-select.ts'
export { isOrdered, isSummable } from './check-value.ts'
export { checkWhere } from './check-where.ts'
export { compareValues } from './compare.ts'
export { type QueryContext, ZoneTables } from './context.ts'
export { decodeCursor, encodeCursor } from './cursor.ts'
export { matches, type World } from './evaluate.ts'
export { matchesCondition } from './evaluate-condition.ts'
export { finishAggregate, rateMissing } from './finish-aggregate.ts'
export { fold } from './fold.ts'
export { type QueryLimits, queryLimits } from './limits.ts'
export { missingAt, moneyMeasures } from './money-measures.ts'
export { isEmail, normalText } from './normal.ts'
export type {
  ActorValue,
  BooleanOperators,
  CustomFigures,
  CustomOperators,
  CustomWhere,
  FieldWhere,
  Figure,
  FigureOperators,
  FiguresOf,
  JsonOperators,
  NumberOperators,
  Relative,
  TextOperators,
} from './operator-types.ts'
export type {
  CustomKeys,
  Direction,
  ExactInclude,
  Include,
  Included,
  IncludedOf,
  IncludeMany,
  IncludeOne,
  OrderBy,
  OrderKeys,
  Page,
  Query,
  WithIncludes,
} from './query-types.ts'
export { isSound, readObject } from './read.ts'
export { isIndexable, searchText } from './search-text.ts'
export { among, selectOf } from './select-of.ts'
export { entitiesIn, spellCondition } from './spell.ts'
export type { FieldsWhere, LogicWhere, ManysWhere, ManyWhere, OnesWhere, OneWhere, Where } from './where-types.ts'
