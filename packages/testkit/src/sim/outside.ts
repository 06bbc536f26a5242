import type { Fact } from '@guanxi/core'
import type { Setting } from './setting.ts'

/** What is known of something that was sent. */
interface Letter {
  readonly text: string
  readonly lane: string
  readonly version: number
}

/** Whoever is told by couriers. It remembers everything, and says what should not have reached it. */
export class Outside {
  readonly #setting: Setting
  readonly #letters = new Map<string, Letter>()
  readonly #newest = new Map<string, number>()
  readonly #refused = new Map<string, boolean>()

  constructor(setting: Setting) {
    this.#setting = setting
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
