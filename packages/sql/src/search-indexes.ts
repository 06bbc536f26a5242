import type { Dialect } from './dialect.ts'
import type { Executor } from './driver.ts'
import { compile } from './fragment.ts'
import { type Names, searchIndexName } from './names.ts'

/** Which tables have a search index. Where that is a table of its own, a statement may only name it if it is there. */
export class SearchIndexes {
  readonly #dialect: Dialect
  readonly #names: Names
  #there: ReadonlySet<string> | undefined

  constructor(dialect: Dialect, names: Names) {
    this.#dialect = dialect
    this.#names = names
  }

  /** Whether {@link learn} has something to do. */
  get unknown(): boolean {
    return this.#dialect.search?.by === 'keys' && this.#there === undefined
  }

  async learn(executor: Executor): Promise<void> {
    const { search, compiler } = this.#dialect
    if (search?.by !== 'keys') return
    const [result] = await executor.run([{ sql: compile(compiler, search.names()).sql, parameters: [] }])
    this.#there = new Set(result?.rows.map(([name]) => String(name)))
  }

  forget(): void {
    this.#there = undefined
  }

  /** Whether the table of an entity has one, by its plural. */
  has(plural: string): boolean {
    const { search } = this.#dialect
    if (search?.by !== 'keys') return search !== undefined
    return this.#there?.has(searchIndexName(this.#names, plural)) ?? false
  }
}
