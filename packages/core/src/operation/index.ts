export { callerOf } from './caller.ts'
export {
  type Answer,
  type CallOptions,
  command,
  type Methods,
  type Operation,
  type Preview,
  query,
  type RecordOf,
  type Resolve,
  recordOf,
  type Warning,
} from './contract.ts'
export type { Engine, InstalledHandler, InstalledHooks } from './engine.ts'
export { facade } from './facade.ts'
export type { AnyContext, AnyHandler, AnyHooks, Done, Draft, Table, WriteAction } from './hook.ts'
export { recordOperations } from './record/install.ts'
export { parserOf, type RecordParser } from './record/parser.ts'
export { type Registered, registryOf } from './registry.ts'
export { HandleTurns } from './turns.ts'
