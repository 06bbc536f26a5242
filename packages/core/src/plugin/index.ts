export { type Assembly, assemble } from './assemble.ts'
export type { BoardQuery, BoardStage } from './board.ts'
export type { Consumer, Courier, CourierContext } from './consumer.ts'
export type { Context, Later } from './context.ts'
export type { CheckReport, Crm, MigrationReport, UninstallReport } from './crm.ts'
export type { Description } from './description.ts'
export type { EventsOf, Moved, Updated } from './events.ts'
export type { Explanation } from './explain.ts'
export type { AccessExplanation, AccessRule } from './explain-access.ts'
export type { AnyDefinition, Plugin, PluginTypes } from './installed.ts'
export type { History, Movable, StageStay } from './movable.ts'
export type { Ownable, OwnershipChange, RecordMember } from './ownable.ts'
export {
  type EntityHooks,
  type HandlersOf,
  type OperationsOf,
  type PluginDefinition,
  type PluginParts,
  plugin,
} from './plugin.ts'
export type { Reporting } from './reporting.ts'
export type { Readable, Resource } from './resource.ts'
export type { Schedule } from './schedule.ts'
export type { InstalledSchedule } from './schedules.ts'
export type { Scope, ScopeTools } from './scope.ts'
export type { Hit, Match, SearchQuery } from './search.ts'
export type { StoryStep } from './story.ts'
export type { Erased, Personal, SubjectExport } from './subject.ts'
export type { NewRow, RowMatch, RowValues, Table } from './table.ts'
export type { TimelineItem, TimelineItems, TimelineQuery } from './timeline.ts'
export type { TickReport, WorkOptions } from './work.ts'
