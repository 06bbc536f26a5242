import type { Setting } from './setting.ts'

/** A record that somebody was told of. */
interface Answered {
  readonly id: string
  readonly version: number
}

/** What was acknowledged: it is there from then on, and the same call with the same key says the same. */
export class Ledger {
  readonly #setting: Setting
  readonly #answers = new Map<string, string>()
  readonly #known = new Map<string, number>()

  constructor(setting: Setting) {
    this.#setting = setting
  }

  /** The last version of a record that anybody was told of. */
  versionOf(id: string): number | undefined {
    return this.#known.get(id)
  }

  /** Somebody was told that his call succeeded. */
  acknowledged(user: string, operation: string, key: string | undefined, answer: unknown): void {
    const { observer } = this.#setting
    for (const { id, version } of recordsIn(answer)) {
      if (!observer.hasVersion(id, version)) this.#lost(`${operation} told of ${id} at version ${version}`)
      this.#known.set(id, Math.max(version, this.#known.get(id) ?? 0))
    }
    if (key === undefined) return
    if (!observer.hasKey(user, operation, key)) this.#lost(`${operation} was acknowledged under ${key}`)
    const text = JSON.stringify(answer) ?? 'nothing'
    const before = this.#answers.get(`${user}/${key}`)
    if (before !== undefined && before !== text)
      this.#setting.violated(`${operation} answered twice under ${key}: ${before}, ${text}`)
    this.#answers.set(`${user}/${key}`, text)
  }

  /** Looks at everything again. */
  check(): void {
    for (const [id, version] of this.#known)
      if (!this.#setting.observer.hasVersion(id, version)) this.#lost(`${id} was at version ${version}`)
  }

  #lost(what: string): void {
    this.#setting.violated(`${what}, and that is not there`)
  }
}

/** The record that an answer is, or those that it has. */
export function recordsIn(answer: unknown): readonly Answered[] {
  if (typeof answer !== 'object' || answer === null) return []
  return [answer, ...Object.values(answer)].filter(isRecord)
}

const isRecord = (value: unknown): value is Answered =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'version' in value &&
  typeof value.version === 'number' &&
  'createdAt' in value
