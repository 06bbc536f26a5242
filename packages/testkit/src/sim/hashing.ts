import { sleep } from '@guanxi/core/storage'

const { subtle } = globalThis.crypto
type Digest = (typeof subtle)['digest']

/**
 * Hashing is the one thing that is awaited and is not the world's: it is done in another thread. It is counted, so that the
 * world can wait for it.
 */
export class Hashing {
  #pending = 0

  constructor() {
    const digest = subtle.digest.bind(subtle)
    const counted: Digest = (...parameters) => {
      this.#pending++
      return digest(...parameters).finally(() => this.#pending--)
    }
    Object.defineProperty(subtle, 'digest', { value: counted, configurable: true })
  }

  /** Until whatever can go on without the world has done so. */
  async quiet(): Promise<void> {
    do await sleep(0)
    while (this.#pending > 0)
  }

  /** Leaves the platform as it was. */
  end(): void {
    Reflect.deleteProperty(subtle, 'digest')
  }
}
