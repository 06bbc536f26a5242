import type { Row } from '../schema/index.ts'
import type { View } from './view.ts'

/** So much is remembered in a view: that of the code is one for many tenants. */
const most = 1000

/**
 * What a process remembers of records that are seldom written. Each write of them makes another view of the tenant, and what was
 * read is remembered with the view in which it was read: as long as a transaction may go by that, it may go by this.
 */
export class Memory {
  readonly #known = new WeakMap<View, Map<string, readonly Row[]>>()

  async rows(view: View, key: string, read: () => Promise<readonly Row[]>): Promise<readonly Row[]> {
    const known = this.#known.get(view)?.get(key)
    if (known !== undefined) return known
    const rows = await read()
    const all = this.#known.get(view) ?? new Map<string, readonly Row[]>()
    this.#known.set(view, all.set(key, rows))
    if (all.size > most) all.delete(all.keys().next().value ?? '')
    return rows
  }
}
