export { type SqlAdapterOptions, sqlAdapter } from './adapter/adapter.ts'
export { dayOf } from './day.ts'
export type { BulkDialect, Codec, DdlDialect, Dialect, ExtraDialect, ParameterType, Zone } from './dialect.ts'
export type { AsyncContext, Driver, DriverTransaction, Executor, Fault, Result, Statement } from './driver.ts'
export {
  type Compiler,
  id,
  join,
  lit,
  type Parameter,
  postgresCompiler,
  raw,
  type Sql,
  sql,
  sqliteCompiler,
} from './fragment.ts'
export { columnName, type Names, namesOf } from './names.ts'
export { Lru } from './plan/lru.ts'
export type { SearchByCondition, SearchByKeys, SearchDialect, SearchIndex } from './search-dialect.ts'
