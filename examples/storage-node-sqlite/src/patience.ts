import type { Signal } from '@guanxi/core'
import type { StorageEnvironment } from '@guanxi/core/storage'
import { isBusy } from './fault.ts'
import { refuseAborted } from './turns.ts'

/** Tries again while another process is in the way, up to some milliseconds, by the sleep that the storage is given. */
export class Patience {
  readonly #limit: number
  #environment: StorageEnvironment | undefined

  constructor(limit: number) {
    this.#limit = limit
  }

  open(environment: StorageEnvironment): void {
    this.#environment = environment
  }

  async try<T>(work: () => T, signal?: Signal): Promise<T> {
    for (let left = this.#limit, pause = 1; ; pause = Math.min(pause * 2, 50)) {
      try {
        return work()
      } catch (error) {
        if (!isBusy(error) || left <= 0 || this.#environment === undefined) throw error
      }
      const span = Math.min(pause, left)
      left -= span
      await this.#environment.sleep(span)
      refuseAborted(signal)
    }
  }
}
