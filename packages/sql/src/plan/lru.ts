/**
 * A map that forgets what was not used for longest.
 *
 * @example
 * const prepared = new Lru<{ readonly sql: string }>(500)
 * prepared.set('select 1', { sql: 'select 1' })
 * prepared.get('select 1')?.sql
 */
export class Lru<V> {
  readonly #entries = new Map<string, V>()
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  get size(): number {
    return this.#entries.size
  }

  clear(): void {
    this.#entries.clear()
  }

  get(key: string): V | undefined {
    const value = this.#entries.get(key)
    // Moving an entry to the end costs more than a hit: only a map that has to forget keeps the order of use.
    if (value !== undefined && this.#entries.size >= this.#limit) {
      this.#entries.delete(key)
      this.#entries.set(key, value)
    }
    return value
  }

  set(key: string, value: V): void {
    this.#entries.set(key, value)
    if (this.#entries.size <= this.#limit) return
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest)
      return
    }
  }
}
