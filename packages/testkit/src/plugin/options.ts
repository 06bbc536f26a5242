import type { Clock, CoreTypes, Crm, Installed, Plugin, PluginTypes, Role, StorageAdapter } from '@guanxi/core'
import type { ConformanceOptions } from '../conformance/suite.ts'
import type { Fixtures } from '../reflection/index.ts'

/**
 * What the suite asks of an instance; hand it to `createCrm`, and add what the plugin wants of its host.
 *
 * @example
 * const make = (instance: PluginInstance) => createCrm({ ...instance, zone: 'Asia/Shanghai' })
 */
export interface PluginInstance {
  readonly storage: StorageAdapter
  readonly plugins: readonly Plugin[]
  readonly tenancy: 'single' | 'multi'
  readonly clock: Clock
  readonly ids: (now: number) => string
  readonly roles: Readonly<Record<string, Role>>
}

/** What {@link pluginConformance} takes: the plugin, how it is used, and what the suite runs on. */
export interface PluginConformanceOptions<T extends PluginTypes, N extends readonly Plugin[] = []>
  extends Pick<ConformanceOptions, 'create' | 'describe' | 'test' | 'afterAll'> {
  readonly plugin: Plugin<T>
  /** A call that succeeds for each operation of the plugin, those of its entities included. See `recordFixtures`. */
  readonly fixtures: Fixtures<CoreTypes & T & Installed<N>>
  /** The plugins that it depends on. */
  readonly needs?: N
  /** Fixtures of what those plugins add, at least of their `create`. */
  readonly fill?: Fixtures<CoreTypes & T & Installed<N>>
  /** Operations that run without the actor's own limits, on purpose; hooks on an entity as `hooks.ticket`. */
  readonly elevated?: readonly string[]
  /** Queries that tell more than the actor's own records, on purpose. */
  readonly telling?: readonly string[]
  /** Makes an instance; `createCrm` with exactly this, unless told. */
  readonly crm?: (instance: PluginInstance) => Crm<CoreTypes & T & Installed<N>>
}
