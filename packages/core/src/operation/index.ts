export { amend } from './amend.ts'
export { assign } from './assign.ts'
export { callerOf } from './caller.ts'
export {
  type Answer,
  type CallOptions,
  command,
  type InputOf,
  inputOf,
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
export { described } from './described.ts'
export type { Engine, InstalledHandler, InstalledHooks } from './engine.ts'
export { facade } from './facade.ts'
export { among, countOf, selectAll, selectOf } from './find.ts'
export type { AnyContext, AnyHandler, AnyHooks, Circumstances, Done, Draft, Table, WriteAction } from './hook.ts'
export { recordOperations } from './record/install.ts'
export { checkedValue, parserOf, type RecordParser } from './record/parser.ts'
export { writeKeys } from './record/verbs.ts'
export { type Registered, registryOf } from './registry.ts'
export type { ExportFile } from './subject/csv.ts'
export type { ErasedRecord, Erasure } from './subject/receipt.ts'
export { HandleTurns } from './turns.ts'
export type { View } from './view.ts'
export type { Views } from './views.ts'
export { waysTo } from './ways.ts'
