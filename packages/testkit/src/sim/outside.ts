import type { Fact } from '@guanxi/core'
import type { Setting } from './setting.ts'

/** What is known of something that was sent. */
interface Letter {
  readonly text: string
  readonly lane: string
  readonly version: number
}

/** After a failure nobody comes again sooner, in milliseconds. */
const pause = 1000

/** Whoever is told by couriers. It remembers everything, and says what should not have reached it. */
export class Outside {
  readonly #setting: Setting
  readonly #letters = new Map<string, Letter>()
  readonly #newest = new Map<string, number>()
  readonly #refused = new Map<string, boolean>()
  readonly #failed = new Map<string, number>()
  #awayUntil = 0

  constructor(setting: Setting) {
    this.#setting = setting
  }

  /** Whether nobody is there: for a while, and less than a queue is patient. */
  isAway(key: string): boolean {
    const { random, climate, scheduler, healed } = this.#setting
    if (random.chance(climate.unavailable)) this.#awayUntil = scheduler.now + random.int(1000, 120_000)
    const failed = this.#failed.get(key)
    // By another clock it may be due at once.
    if (climate.skew === 0 && failed !== undefined && scheduler.now < failed + pause)
      this.#setting.violated(`${key} was tried again after ${scheduler.now - failed} ms`)
    const away = !healed && scheduler.now < this.#awayUntil
    if (away) this.#failed.set(key, scheduler.now)
    return away
  }

  /** Whether it will never take this, however often it is asked. */
  refuses(key: string): boolean {
    const known = this.#refused.get(key)
    if (known !== undefined) return known
    const { random, climate, healed } = this.#setting
    const refused = !healed && random.chance(climate.refused)
    this.#refused.set(key, refused)
    return refused
  }

  hasGot(key: string): boolean {
    return this.#letters.has(key)
  }

  get keys(): readonly string[] {
    return [...this.#letters.keys()]
  }

  /** Something arrives. */
  arrive(key: string, fact: Fact): void {
    const { trace, observer } = this.#setting
    const text = JSON.stringify(fact)
    trace.tell(`outside: ${key} ${text}`)
    if (!observer.hasFact(fact.id)) this.#setting.violated(`${key} was told outside, and has not happened`)
    if (text.includes('undone')) this.#setting.violated(`${key} was told outside, and was undone`)
    const known = this.#letters.get(key)
    if (known !== undefined) {
      trace.count('told again')
      if (known.text !== text) this.#setting.violated(`${key} was told outside in two ways: ${known.text}, ${text}`)
      return
    }
    trace.count('told')
    const lane = `${key.split('/')[0]}/${fact.recordId}`
    this.#letters.set(key, { text, lane, version: fact.version })
    const newest = this.#newest.get(lane) ?? 0
    if (fact.version < newest) this.#setting.violated(`${key} of version ${fact.version} was told after ${newest}`)
    this.#newest.set(lane, Math.max(newest, fact.version))
  }
}
