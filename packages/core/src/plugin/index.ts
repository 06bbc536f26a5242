export { assemble } from './assemble.ts'
export type { BoardQuery, BoardStage } from './board.ts'
export type { Description } from './description.ts'
export type { Explanation } from './explain.ts'
export type { AnyDefinition, Plugin, PluginTypes } from './installed.ts'
export {
  type Context,
  type EntityHooks,
  type HandlersOf,
  type OperationsOf,
  type PluginDefinition,
  type PluginParts,
  plugin,
} from './plugin.ts'
export type { Hit, Match, SearchQuery } from './search.ts'
export type { StoryStep } from './story.ts'
export type { Erased, Personal, SubjectExport } from './subject.ts'
export type { TimelineItem, TimelineItems, TimelineQuery } from './timeline.ts'
export type {
  AccessExplanation,
  AccessRule,
  CheckReport,
  Crm,
  EventsOf,
  MigrationReport,
  Movable,
  Moved,
  Ownable,
  OwnershipChange,
  Readable,
  RecordMember,
  Reporting,
  Resource,
  Scope,
  ScopeTools,
  StageStay,
  UninstallReport,
  Updated,
} from './types.ts'
export { uninstall } from './uninstall.ts'
