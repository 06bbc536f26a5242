import type { FixtureCall } from '../reflection/index.ts'
import type { Random } from '../sample/random.ts'
import { busy, type Ground, type Prepared } from './ground.ts'

/** A call that somebody makes. */
export interface Drawn {
  readonly operation: string
  readonly kind: Prepared['kind']
  readonly resource: string
  readonly call: FixtureCall
}

/** Those of which somebody is told. */
const leading = /^(companies|contacts|deals|leads)\.(create|update|move|upsert)$/

/** Which give new values: those of the others name what is there. */
const making = /^(create|createMany|upsert|define|set)$/

/** Draws calls over all operations of the registry; those that a seed likes, and the records that it likes, more often. */
export class Grammar {
  readonly #random: Random
  readonly #commands: readonly Prepared[]
  readonly #queries: readonly Prepared[]
  readonly #liked: readonly Prepared[]
  readonly #ids = new Map<string, string[]>()
  #count = 0

  constructor(random: Random, { calls }: Ground) {
    this.#random = random
    this.#commands = calls.filter(({ kind }) => kind === 'command')
    this.#queries = calls.filter(({ kind }) => kind === 'query')
    const commands = this.#commands.filter(({ resource }) => busy.has(resource))
    const heard = commands.filter(({ operation }) => leading.test(operation))
    this.#liked = Array.from({ length: 6 }, (_, n) => random.pick(n < 3 ? heard : commands))
    for (const { resource, target, call } of calls)
      if (target === 'record') this.made(resource, (JSON.parse(call) as FixtureCall).id ?? '')
  }

  /** Another record that can be met. */
  made(resource: string, id: string): void {
    const ids = this.#ids.get(resource)
    if (ids === undefined) this.#ids.set(resource, [id])
    else if (!ids.includes(id)) ids.push(id)
  }

  /** A record of a resource: often the one that everybody likes. */
  id(resource: string): string {
    const ids = this.#ids.get(resource) ?? ['nobody']
    return this.#random.chance(0.6) ? (ids[0] ?? '') : this.#random.pick(ids)
  }

  /** A text that nobody has used. */
  fresh(): string {
    return `f${++this.#count}f`
  }

  draw(): Drawn {
    const { operation, kind, resource, key, target, call, mark } = this.#prepared()
    const anew = this.#random.chance(making.test(key) ? 0.8 : 0.2)
    const made = JSON.parse(anew ? call.replaceAll(mark, this.fresh()) : call) as FixtureCall
    const id = target === 'record' ? { id: this.#random.chance(0.7) ? this.id(resource) : (made.id ?? '') } : {}
    return { operation, kind, resource, call: { ...made, ...id } }
  }

  #prepared(): Prepared {
    const by = this.#random.next()
    return this.#random.pick(by < 0.6 ? this.#liked : by < 0.85 ? this.#commands : this.#queries)
  }
}
