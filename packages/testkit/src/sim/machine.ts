import { Life } from './life.ts'
import type { Outside } from './outside.ts'
import type { Setting } from './setting.ts'

/** A machine with its own clock, on which a process is started again whenever it has died. */
export class Machine {
  readonly name: string
  /** How far its clock is off, in milliseconds. */
  readonly skew: number
  readonly #setting: Setting
  readonly #outside: Outside
  #life: Life
  #lives = 1

  constructor(setting: Setting, outside: Outside, name: string) {
    const { random, climate } = setting
    this.name = name
    this.skew = random.int(-climate.skew, climate.skew)
    this.#setting = setting
    this.#outside = outside
    this.#life = this.#start()
  }

  /** The process that runs; none while it is down. */
  get life(): Life | undefined {
    return this.#life.dead ? undefined : this.#life
  }

  /** Starts it again each time, for as long as there is a world. */
  async tend(): Promise<never> {
    const { scheduler, random, trace } = this.#setting
    const owner = { name: `${this.name}'s keeper`, awakeAt: 0 }
    for (;;) {
      await this.#life.died
      await this.#life.bury()
      await scheduler.park(owner, 'starts it', random.int(10, 40_000))
      trace.count('restarts')
      this.#lives++
      this.#life = this.#start()
    }
  }

  #start(): Life {
    return new Life(this.#setting, this.#outside, `${this.name}#${this.#lives}`, this.skew)
  }
}
