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

  /** Counts other work that is not the world's, too. */
  async count(work: Promise<void>): Promise<void> {
    this.#pending++
    await work.finally(() => this.#pending--)
  }

  /** Until whatever can go on without the world has done so. */
  async quiet(): Promise<void> {
    // What has ended in a turn is heard of in that turn: another one must go by.
    for (let before = 1; before + this.#pending > 0; ) {
      before = this.#pending
      await sleep(0)
    }
  }

  /** Leaves the platform as it was. */
  end(): void {
    Reflect.deleteProperty(subtle, 'digest')
  }
}
