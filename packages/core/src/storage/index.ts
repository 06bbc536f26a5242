export type {
  AppliedMigration,
  Beginning,
  Capabilities,
  Explained,
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
export { isUnexpected, unexpected } from './expectation.ts'
export { type Finding, type InspectionPort, mostIds, type Severity } from './finding.ts'
export {
  type Among,
  type ColumnDefinition,
  type ColumnType,
  type CopiedValue,
  columnTypeOf,
  type IndexDefinition,
  type MigrationStep,
} from './step.ts'
export { hasExtra, searchColumnOf, type TableDefinition, tableOf } from './table.ts'
