import type { Driver } from '@guanxi/sql'
import { type Decides, faultyDriver } from './driver.ts'
import { Crash, type Fault, type Moment } from './fault.ts'
import type { NativeFaults } from './native.ts'

/**
 * Counts what goes over the boundary between the engine and a database, and lets it go wrong at one moment. Made for a
 * storage with its option `through`.
 *
 * @example
 * const plan = new FaultPlan(sqliteFaults)
 * const storage = sqlite(':memory:', { through: plan.through })
 * plan.arm({ at: 3, side: 'after', kind: 'crash' })
 */
export class FaultPlan implements Decides {
  readonly native: NativeFaults
  readonly #wait: () => Promise<void>
  readonly #open = new Set<{ end(): Promise<void> }>()
  #moments: Moment[] = []
  #fault: Fault | undefined
  #struck = false
  #dead = false
  #hung: (() => void) | undefined
  #hanging: Promise<void> = Promise.resolve()

  /** `wait` lets the time go by that something slow takes. */
  constructor(native: NativeFaults, wait: () => Promise<void> = async () => {}) {
    this.native = native
    this.#wait = wait
    this.arm()
  }

  /** Stands between a storage and its driver. */
  readonly through = (driver: Driver): Driver => faultyDriver(driver, this)

  /** Counts from here on, and lets the fault happen where it says. */
  arm(fault?: Fault): void {
    this.#moments = []
    this.#fault = fault
    this.#struck = false
    this.#hanging = new Promise((resolve) => {
      this.#hung = resolve
    })
  }

  /** What has happened since it was armed. */
  get moments(): readonly Moment[] {
    return this.#moments
  }

  /** Whether the fault has happened. */
  get struck(): boolean {
    return this.#struck
  }

  get dead(): boolean {
    return this.#dead
  }

  /** Is settled when a call hangs for ever. */
  get hanging(): Promise<void> {
    return this.#hanging
  }

  /** One event: the fault that is armed for it, and what really happens. */
  async pass<T>(moment: Moment, strike: (fault: Fault) => Promise<T>, run: () => Promise<T>): Promise<T> {
    const fault = this.#next(moment)
    if (fault === undefined) return run()
    this.#struck = true
    if (fault.kind === 'slow') return this.#slowly(fault, run)
    if (fault.kind !== 'crash' && fault.kind !== 'hang') {
      if (moment.event === 'commit') return strike(fault)
      if (fault.side === 'after') await run()
      return strike(fault)
    }
    if (fault.side === 'after') await run()
    this.#dead = true
    if (fault.kind === 'crash') throw new Crash()
    this.#hung?.()
    return new Promise<never>(() => {})
  }

  async #slowly<T>({ side }: Fault, run: () => Promise<T>): Promise<T> {
    if (side === 'before') await this.#wait()
    const result = await run()
    if (side === 'after') await this.#wait()
    return result
  }

  /** A transaction that the dead leave behind. */
  opened(transaction: { end(): Promise<void> }): () => void {
    this.#open.add(transaction)
    return () => this.#open.delete(transaction)
  }

  /** What the database does when it notices that the process is gone: open transactions are rolled back. */
  async bury(): Promise<void> {
    this.#dead = true
    for (const transaction of this.#open) await transaction.end()
    this.#open.clear()
  }

  #next(moment: Moment): Fault | undefined {
    if (this.#dead) throw new Crash()
    const fault = this.#fault
    if (this.#struck && fault?.thenCrash === true) {
      this.#dead = true
      throw new Crash()
    }
    this.#moments.push(moment)
    if (fault === undefined || this.#struck) return undefined
    return fault.at === this.#moments.length || fault.at === moment.event ? fault : undefined
  }
}
