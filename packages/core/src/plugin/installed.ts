import type { Role } from '../access/index.ts'
import type { CodeDefinition } from '../error/index.ts'
import type { MeasureIR } from '../measure/index.ts'
import type { Migration } from '../migration/index.ts'
import type { AnyConsumerDefinition, AnyHandler, AnyHooks, Operation } from '../operation/index.ts'
import type { Pipeline } from '../pipeline/index.ts'
import type { Rollup } from '../rollup/index.ts'
import type { Entity, Fields, HasEntities } from '../schema/index.ts'
import type { Schedule } from './schedule.ts'

/**
 * What a plugin adds to the types: export ONE named interface that extends this.
 *
 * @example
 * interface TicketTypes extends PluginTypes {
 *   operations: {}
 *   events: { 'ticket.opened': { readonly subject: string } }
 * }
 */
export interface PluginTypes extends HasEntities {
  operations: object
  events: object
}

/**
 * A plugin as it is installed.
 *
 * @example
 * const plugins: readonly Plugin[] = [students()]
 * console.log(plugins.map(({ id, version }) => `${id}@${version}`))
 */
export interface Plugin<out T extends PluginTypes = PluginTypes> {
  readonly id: string
  readonly version: string
  readonly '~types'?: T
  readonly '~definition': AnyDefinition
}

/** A definition as the engine sees it: names and functions, the types are gone. */
export interface AnyDefinition {
  readonly id: string
  readonly version: string
  readonly dependsOn: readonly string[]
  readonly entities: readonly Entity[]
  readonly extend: Readonly<Record<string, Fields>>
  readonly pipelines: Readonly<Record<string, Pipeline>>
  readonly operations: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly handlers: Readonly<Record<string, Readonly<Record<string, AnyHandler>>>>
  readonly hooks: Readonly<Record<string, AnyHooks | readonly AnyHooks[]>>
  readonly migrations: readonly Migration[]
  readonly roles: Readonly<Record<string, Role>>
  readonly errors: Readonly<Record<string, CodeDefinition>>
  readonly facts: readonly string[]
  readonly consumers: Readonly<Record<string, AnyConsumerDefinition>>
  readonly couriers: Readonly<Record<string, AnyConsumerDefinition>>
  readonly schedules: Readonly<Record<string, Schedule>>
  readonly rollups: readonly Rollup[]
  readonly measures: readonly MeasureIR[]
}
