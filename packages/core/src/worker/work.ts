import type { WorkOptions } from '../plugin/index.ts'
import { sleep } from '../time/index.ts'
import { giveBack, runLane } from './run.ts'
import { UpToDate } from './up-to-date.ts'
import type { Workshop } from './workshop.ts'

/** Looks for jobs and does them, until it is stopped: no new one is begun then, and those at work are finished. */
export class Work {
  readonly #shop: Workshop
  readonly #options: Required<Omit<WorkOptions, 'signal'>>
  readonly #running = new Set<Promise<unknown>>()
  readonly #rollups: UpToDate | undefined
  #stopped = false
  #awake = false
  #wake: () => void = () => undefined

  constructor(shop: Workshop, { concurrency = 4, poll = 1000 }: WorkOptions) {
    this.#shop = shop
    if (shop.engine.rollups.all.length > 0) this.#rollups = new UpToDate(shop.engine)
    this.#options = { concurrency, poll }
  }

  /** Something may be due. */
  wake(): void {
    this.#awake = true
    this.#wake()
  }

  stop(): void {
    this.#stopped = true
    this.wake()
  }

  async run(): Promise<void> {
    while (!this.#stopped) {
      this.#awake = false
      const begun = await this.#begin()
      if (!begun && !this.#awake) await this.#pause()
    }
    await Promise.all(this.#running)
  }

  /** Begins what is due, as far as there is room. False: there was nothing, or no room. */
  async #begin(): Promise<boolean> {
    const { queue, logger } = this.#shop.engine
    const room = this.#options.concurrency - this.#running.size
    if (room === 0) return false
    try {
      const claimed = await queue.claim({ owners: this.#shop.owners, limit: room })
      if (this.#stopped) {
        await giveBack(this.#shop, claimed.flat())
        return false
      }
      for (const lane of claimed) {
        const work: Promise<unknown> = runLane(this.#shop, lane, () => this.#stopped)
          .catch((error: unknown) => logger.error('a worker could not tell the queue how a job went', { error }))
          .finally(() => {
            this.#running.delete(work)
            this.wake()
          })
        this.#running.add(work)
      }
      return claimed.length > 0 || (await this.#rollups?.step()) === true
    } catch (error) {
      logger.error('a worker could not look for jobs', { error })
      return false
    }
  }

  /** Until somebody wakes it, something is due, or it is time to look what other processes have enqueued. */
  async #pause(): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve
    })
    await Promise.race([woken, sleep(this.#options.poll)])
    this.#wake = () => undefined
  }
}
