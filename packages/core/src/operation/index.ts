export { amend } from './amend.ts'
export { assign } from './assign.ts'
export type {
  AuditEntry,
  AuditFilter,
  AuditHead,
  AuditOffice,
  AuditPage,
  AuditProblem,
  AuditQuery,
  AuditSealing,
  AuditVerification,
} from './audit/index.ts'
export { call } from './call.ts'
export { type Caller, callerOf } from './caller.ts'
export {
  type Answer,
  type CallOptions,
  command,
  type InputOf,
  inputOf,
  type LaterMethods,
  type Methods,
  type Operation,
  type Preview,
  patchOf,
  query,
  type RecordOf,
  type Resolve,
  type ResolveInput,
  recordOf,
  type Warning,
} from './contract.ts'
export { chainCut } from './deliveries.ts'
export { described } from './described.ts'
export type { Engine, InstalledConsumer, InstalledHandler, InstalledHooks } from './engine.ts'
export { facade } from './facade.ts'
export { among, countOf, findAll, selectAll, selectOf } from './find.ts'
export type {
  AnyConsumerDefinition,
  AnyContext,
  AnyCourierContext,
  AnyHandler,
  AnyHooks,
  Circumstances,
  DeadLetterOffice,
  Done,
  Draft,
  LaterOptions,
  ListDone,
  WriteAction,
} from './hook.ts'
export { Memory } from './memory.ts'
export { told } from './phase/announce.ts'
export { recordOperations } from './record/install.ts'
export { checkedValue, parserOf, type RecordParser } from './record/parser.ts'
export { writeKeys } from './record/verbs.ts'
export { type Registered, type Registry, registryOf } from './registry.ts'
export type { CellFigures, WrongCell } from './rollup/settle.ts'
export type { RollupReport } from './rollup/upkeep.ts'
export type { ExportFile } from './subject/csv.ts'
export type { ErasedRecord, Erasure } from './subject/receipt.ts'
export { HandleTurns, Line } from './turns.ts'
export { type Cause, type Unit, unitIn } from './unit.ts'
export type { View } from './view.ts'
export type { Views } from './views.ts'
export { waysTo } from './ways.ts'
