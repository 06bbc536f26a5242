import { isCrmError } from '@guanxi/core'
import type { Machine } from './machine.ts'
import type { Owner } from './scheduler.ts'
import type { Setting } from './setting.ts'

/** For how long the healed world goes on, in milliseconds. */
const afterwards = 48 * 3_600_000

/** Somebody who does what is due, on one machine; in the healed world less and less often. */
export class Worker implements Owner {
  readonly awakeAt = 0
  readonly name: string
  readonly #setting: Setting
  readonly #machine: Machine

  constructor(setting: Setting, name: string, machine: Machine) {
    this.name = name
    this.#setting = setting
    this.#machine = machine
  }

  async work(): Promise<void> {
    const { scheduler, random } = this.#setting
    while (!this.#setting.healed) {
      await scheduler.park(this, 'waits', random.int(2000, 40_000))
      await this.#tick(random.int(1, 50))
    }
    const end = scheduler.now + afterwards
    for (let pause = 60_000; scheduler.now < end; pause *= 8) {
      await scheduler.park(this, 'waits', Math.min(pause, end - scheduler.now))
      await this.#tick(10_000)
    }
  }

  async #tick(limit: number): Promise<void> {
    const { life } = this.#machine
    if (life === undefined) return
    const { trace } = this.#setting
    try {
      const { done, again, dead, stale } = await life.crm.tick({ limit })
      trace.tell(`${this.name}: ${done} done, ${again} again, ${dead} dead, ${stale} stale`)
      for (const [what, times] of Object.entries({ done, again, dead, stale }))
        if (times > 0) trace.counts.set(`jobs ${what}`, (trace.counts.get(`jobs ${what}`) ?? 0) + times)
    } catch (error) {
      if (life.dead) return
      trace.tell(`${this.name}: ${isCrmError(error) ? error.code : String(error)}`)
      if (!isCrmError(error)) this.#setting.violated(`a worker threw what is no CrmError: ${String(error)}`)
    }
  }
}
