import { createHash } from 'node:crypto'
import { Lru } from '@guanxi/sql'

/** So many statements may have a name on a connection, where each takes memory until the connection ends. */
const mostNames = 300

/** Gives names to the statements that come again, so that the server parses them once. */
export class PreparedNames {
  readonly #names = new Map<string, string>()
  readonly #seen = new Lru<true>(1000)

  /** The name of a statement, from its second use on. */
  of(sql: string): string | undefined {
    const name = this.#names.get(sql)
    if (name !== undefined || this.#names.size >= mostNames) return name
    if (this.#seen.get(sql) === undefined) {
      this.#seen.set(sql, true)
      return undefined
    }
    // By the text: another storage on the host's pool may name statements too.
    const made = `guanxi_${createHash('sha256').update(sql).digest('hex').slice(0, 24)}`
    this.#names.set(sql, made)
    return made
  }
}
