import type { ActorInput, Clock, Logger, Plugin, StorageAdapter, TickReport } from '@guanxi/core'
import type { Random } from '../sample/random.ts'
import type { Climate } from './climate.ts'
import type { Ground } from './ground.ts'
import type { Hashing } from './hashing.ts'
import type { Observer } from './observer.ts'
import type { Scheduler } from './scheduler.ts'
import type { Trace } from './trace.ts'

/** What is used of an instance, whatever plugins it has. */
export interface Instance {
  as(actor: ActorInput): Acting
  tick(options?: { readonly limit?: number }): Promise<TickReport>
  close(): Promise<void>
}

/** What is used of an actor. */
export interface Acting {
  transaction<R>(run: (tx: object) => Promise<R>): Promise<R>
}

/** What surrounds everybody in a world. */
export interface Setting {
  readonly seed: number
  readonly random: Random
  readonly scheduler: Scheduler
  readonly hashing: Hashing
  readonly trace: Trace
  readonly ground: Ground
  readonly observer: Observer
  readonly ids: (now: number) => string
  /** The database's file. */
  readonly path: string
  /** Until the world heals, the seed's own. */
  readonly climate: Climate
  readonly healed: boolean
  /** Nobody calls any more: what is left to do is done, in the same weather. */
  readonly evening: boolean
  readonly crm: (instance: {
    readonly storage: StorageAdapter
    readonly clock: Clock
    readonly ids: (now: number) => string
    readonly logger: Logger
    readonly plugins: readonly Plugin[]
  }) => Instance
  violated(problem: string): void
}
