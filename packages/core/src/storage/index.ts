export type {
  AppliedMigration,
  Capabilities,
  MigrationPort,
  Selected,
  Session,
  Signal,
  StorageAdapter,
  StorageEnvironment,
  Transaction,
  Write,
  Written,
} from './adapter.ts'
export {
  type ColumnDefinition,
  type ColumnType,
  columnTypeOf,
  type IndexDefinition,
  type MigrationStep,
} from './step.ts'
export { hasExtra, searchColumnOf, type TableDefinition, tableOf } from './table.ts'
