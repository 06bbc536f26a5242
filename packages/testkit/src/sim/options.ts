import type { Clock, Crm, Logger, Plugin, PluginTypes, StorageAdapter } from '@guanxi/core'
import type { Fixtures } from '../reflection/index.ts'

/**
 * What the instances of a simulated world are made with.
 *
 * @example
 * const crm = (instance: SimInstance) => createCrm({ ...instance, reportCurrency: 'CNY' })
 */
export interface SimInstance {
  readonly storage: StorageAdapter
  readonly clock: Clock
  readonly ids: (now: number) => string
  readonly logger: Logger
  /** The world's own plugin, which the instance must have beside its others. */
  readonly plugins: readonly Plugin[]
}

/** What {@link simulate} takes. */
export interface SimOptions<T extends PluginTypes> {
  /** One seed is one execution. */
  readonly seed: number
  /** How many steps go by before the world heals; 300 unless told. */
  readonly steps?: number
  /** Makes an instance with one tenant; its migrations are applied to the database on which all seeds begin. */
  readonly crm: (instance: SimInstance) => Crm<T>
  readonly fixtures: Fixtures<T>
  /** The plugins of the instance: their entities are judged, too. */
  readonly plugins?: readonly Plugin[]
  /** Each line of what happens, as it happens. */
  readonly onLine?: (line: string) => void
}

/** Something that must not be, and when it was seen. */
export interface SimViolation {
  readonly step: number
  readonly problem: string
}

/** What {@link simulate} found. */
export interface SimReport {
  readonly seed: number
  /** All steps, those of the healed world too. */
  readonly steps: number
  /** A digest of everything that happened: the same for the same seed. */
  readonly hash: string
  /** How often what happened: calls that were acknowledged, faults by their kind, restarts, deliveries. */
  readonly counts: ReadonlyMap<string, number>
  readonly violations: readonly SimViolation[]
}
