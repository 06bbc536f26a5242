/**
 * For whoever writes a storage, or proves one: the port that a storage implements, and the schema and queries as it gets
 * them, already checked. Everything else is in `@guanxi/core`.
 *
 * @packageDocumentation
 */

export { coreMigrations } from './entities/index.ts'
export {
  everywhere,
  type Job,
  type Lease,
  Leases,
  type QueueEnvironment,
  type Taken,
  type Wanted,
} from './job/index.ts'
export {
  checksumOf,
  difference,
  replay,
} from './migration/index.ts'
export * from './query/ast.ts'
export {
  type CheckedAggregate,
  type CheckedInclude,
  type CheckedSearch,
  type CheckedSelect,
  checkAggregate,
  checkSearch,
  checkSelect,
  checkWhere,
  compareValues,
  decodeCursor,
  encodeCursor,
  finishAggregate,
  fold,
  isIndexable,
  isOrdered,
  isSound,
  isSummable,
  matches,
  type QueryContext,
  type QueryLimits,
  queryLimits,
  searchText,
  type World,
  ZoneTables,
} from './query/index.ts'
export {
  buildSchema,
  type CurrencyIR,
  classOf,
  customFieldsOf,
  customName,
  customOwner,
  type EntityIR,
  entityOf,
  extraKeyOf,
  type FieldIR,
  fieldOf,
  type IndexIR,
  isPersonal,
  isText,
  type ManyIR,
  type OneIR,
  overlaid,
  ownName,
  type ReportIR,
  type Schema,
  type SchemaOverlay,
  type SchemaParts,
  type TimelineIR,
  valueIn,
  withValues,
} from './schema/index.ts'
export * from './storage/index.ts'
export {
  addDuration,
  type Duration,
  epochOf,
  formatInstant,
  isDate,
  isInstant,
  parseDuration,
  parseInstant,
  sleep,
  type ZoneOffset,
} from './time/index.ts'
