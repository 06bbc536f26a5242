import type { Random } from '../sample/random.ts'
import type { Trace } from './trace.ts'

/** Whose turn it may be. One that is held up is passed over until then. */
export interface Owner {
  readonly name: string
  /** In epoch milliseconds of the world. */
  readonly awakeAt: number
}

interface Parked {
  readonly owner: Owner
  readonly label: string
  /** Not before this, in epoch milliseconds. */
  readonly at: number
  resolve(): void
  reject(error: unknown): void
}

/** How long an answer may take, in milliseconds. */
const latency = 2

/**
 * Owns every await of the world: each is parked here, and let go in an order drawn from the seed. When nothing can go on,
 * time jumps to the next that can.
 */
export class Scheduler {
  readonly #random: Random
  readonly #trace: Trace
  #parked: Parked[] = []
  #now: number
  #steps = 0

  constructor(random: Random, trace: Trace, start: number) {
    this.#random = random
    this.#trace = trace
    this.#now = start
  }

  /** Epoch milliseconds of the world. */
  get now(): number {
    return this.#now
  }

  /** Whether anybody waits for his turn. */
  get busy(): boolean {
    return this.#parked.length > 0
  }

  get steps(): number {
    return this.#steps
  }

  /** Waits for its turn: after so many milliseconds, and then for as long as the seed says. */
  park(owner: Owner, label: string, ms = 0): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#parked.push({ owner, label, at: this.#now + ms, resolve, reject })
    })
  }

  /** Calls something after so many milliseconds; answers what calls it off. */
  timer(owner: Owner, ms: number, run: () => void): () => void {
    const parked = { owner, label: 'a deadline', at: this.#now + ms, resolve: run, reject: () => undefined }
    this.#parked.push(parked)
    return () => {
      this.#parked = this.#parked.filter((one) => one !== parked)
    }
  }

  /** Refuses whatever somebody waits for. */
  drop(owner: Owner, error: unknown): void {
    const dropped = this.#parked.filter((one) => one.owner === owner)
    this.#parked = this.#parked.filter((one) => one.owner !== owner)
    for (const { reject } of dropped) reject(error)
  }

  /** Lets one go. False: nobody waits. */
  step(): boolean {
    if (this.#parked.length === 0) return false
    const earliest = this.#parked.reduce((least, one) => Math.min(least, timeOf(one)), Number.POSITIVE_INFINITY)
    this.#now = Math.max(this.#now, earliest)
    const next = this.#random.pick(this.#parked.filter((one) => timeOf(one) <= this.#now))
    this.#parked.splice(this.#parked.indexOf(next), 1)
    this.#steps++
    this.#trace.tell(`${this.#steps} ${this.#now} ${next.owner.name}: ${next.label}`)
    this.#now += this.#random.int(0, latency)
    next.resolve()
    return true
  }
}

const timeOf = ({ at, owner }: Parked): number => Math.max(at, owner.awakeAt)
