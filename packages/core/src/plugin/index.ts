export { type Assembly, assemble, type HostParts } from './assemble.ts'
export {
  type AnyDefinition,
  type Context,
  type EntityHooks,
  type OperationsOf,
  type Plugin,
  type PluginDefinition,
  type PluginParts,
  plugin,
} from './plugin.ts'
export type {
  Crm,
  Description,
  EventsOf,
  MigrationReport,
  Movable,
  PluginTypes,
  Readable,
  Resource,
  Scope,
  ScopeTools,
  StageStay,
  StoryStep,
} from './types.ts'
