export { assemble } from './assemble.ts'
export {
  type AnyDefinition,
  type Context,
  type EntityHooks,
  type HandlersOf,
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
  Moved,
  PluginTypes,
  Readable,
  Resource,
  Scope,
  ScopeTools,
  StageStay,
  StoryStep,
  Updated,
} from './types.ts'
