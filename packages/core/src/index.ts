/**
 * Guanxi (关系): an embeddable, headless CRM. Start with {@link createCrm}.
 *
 * @packageDocumentation
 */
export type { Action, ActorInput, Grant, Role, ScopeRule, SystemInput } from './access/index.ts'
export type { AppTypes, DefaultPipelines, FieldsByEntity, Installed, PipelinesByName } from './app-types.ts'
export { type CrmOptions, createCrm } from './crm.ts'
export { definePlugin } from './define-plugin.ts'
export * from './entities/index.ts'
export * from './error/index.ts'
export type { Fact } from './event/index.ts'
export { checksumOf, difference, type Migration, replay } from './migration/index.ts'
export {
  type Answer,
  type AnyContext,
  type CallOptions,
  command,
  type Done,
  type Draft,
  type Operation,
  type Preview,
  query,
  type RecordOf,
  recordOf,
  type Table,
  type Warning,
} from './operation/index.ts'
export * from './pipeline/index.ts'
export type {
  Context,
  Crm,
  Description,
  EntityHooks,
  EventsOf,
  MigrationReport,
  Plugin,
  PluginDefinition,
  PluginTypes,
  Readable,
  Resource,
  Scope,
  StageStay,
  StoryStep,
} from './plugin/index.ts'
export * from './query/index.ts'
export * from './schema/index.ts'
export * from './storage/index.ts'
export * from './time/index.ts'
