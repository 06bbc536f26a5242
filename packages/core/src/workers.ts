import { CrmError, isCrmError } from './error/index.ts'
import type { Engine } from './operation/index.ts'
import type { Assembly, TickReport, WorkOptions } from './plugin/index.ts'
import { inTime, sleep } from './time/index.ts'
import type { Work, Workshop } from './worker/index.ts'

/** How long what is at work may take to end, in milliseconds. */
const patience = 5000

/** The workers of an instance. Whoever has none does not load them. */
export class Workers {
  readonly #engine: Engine
  readonly #assembly: Assembly
  readonly #working = new Map<Work, Promise<void>>()
  #shop: Promise<Workshop> | undefined
  #stopped = false

  constructor(engine: Engine, assembly: Assembly) {
    this.#engine = engine
    this.#assembly = assembly
  }

  /** Something has been enqueued. */
  wake(): void {
    for (const work of this.#working.keys()) work.wake()
  }

  async work(options: WorkOptions): Promise<void> {
    const { Work } = await import('./worker/index.ts')
    const shop = await this.#openAtLast(options)
    if (shop === undefined) return
    const work = new Work(shop, options)
    const stop = () => work.stop()
    if (options.signal?.aborted === true || this.#stopped) return
    options.signal?.addEventListener?.('abort', stop)
    const run = work.run()
    this.#working.set(work, run)
    try {
      await run
    } finally {
      this.#working.delete(work)
      options.signal?.removeEventListener?.('abort', stop)
    }
  }

  async tick({ limit = 10_000 }: { readonly limit?: number }): Promise<TickReport> {
    const { tick } = await import('./worker/index.ts')
    return tick(await this.#open(), limit)
  }

  /** Begins nothing new; where something is at work, it is waited for. */
  stop(): Promise<unknown> | undefined {
    this.#stopped = true
    if (this.#working.size === 0) return undefined
    for (const work of this.#working.keys()) work.stop()
    const all = Promise.all(this.#working.values())
    // Who hangs is left: what he has not committed is undone, and his lease ends by itself.
    return inTime(
      this.#engine.clock,
      patience,
      () => all,
      () => new CrmError('TIMEOUT'),
    ).catch(() => undefined)
  }

  /** Somebody who holds the database for a while keeps nobody from working later. */
  async #openAtLast({ poll = 1000, signal }: WorkOptions): Promise<Workshop | undefined> {
    while (!this.#stopped && signal?.aborted !== true) {
      try {
        return await this.#open()
      } catch (error) {
        if (!isCrmError(error) || !error.retryable) throw error
        this.#engine.logger.error('a worker could not begin', { error })
        await sleep(poll)
      }
    }
    return undefined
  }

  #open(): Promise<Workshop> {
    const owners = this.#assembly.definitions.map(({ id }) => id)
    this.#shop ??= import('./worker/index.ts')
      .then(({ workshopOf }) => workshopOf(this.#engine, owners, this.#assembly.schedules))
      .catch((error: unknown) => {
        this.#shop = undefined
        throw error
      })
    return this.#shop
  }
}
