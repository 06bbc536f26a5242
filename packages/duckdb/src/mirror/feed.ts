import type { DuckDBConnection } from '@duckdb/node-api'
import type { Fact } from '@guanxi/core'
import { everywhere, fieldOf } from '@guanxi/core/storage'
import { Lru } from '@guanxi/sql'
import type { Copied } from './copied.ts'
import type { Feeding } from './feeding.ts'
import { bringRiding } from './ride.ts'
import { append, remove, rowsAfter, rowsOf, versionsOf } from './rows.ts'
import { isOfRecord, type Told, toldBy } from './told.ts'

/** So many facts are looked at ahead of the one that is told. */
const ahead = 500
/** So many records are remembered as being there in their latest version. */
const remembered = 50_000

/**
 * Fills the copy. Whoever writes it is alone, and reads the main storage only then: what is read later is never older,
 * so that what is written last is the latest.
 */
export class Feed {
  readonly #in: Feeding
  readonly #latest = new Lru<number>(remembered)

  constructor(feeding: Feeding) {
    this.#in = feeding
  }

  /** Copies what there is, page by page, from where it was. */
  async copy(told: (entity: string, rows: number) => void): Promise<number> {
    const { main, database, progress, page, copied } = this.#in
    let count = 0
    for (const name of copied.keys()) {
      if (progress.isPlanned(name)) continue
      await database.write(async (connection) => {
        // Whose first record comes later tells of it later.
        const tenants = (await main.inspection.tenants()).filter((tenant) => tenant !== everywhere)
        return progress.plan(connection, name, tenants)
      })
    }
    for (const [name, one] of copied) {
      for (const tenant of [...progress.left(name).keys()]) {
        for (let more = true; more; ) {
          const rows = await this.#page(one, tenant)
          more = rows === page
          count += rows
          told(name, rows)
        }
      }
    }
    return count
  }

  async #page(copied: Copied, tenant: string): Promise<number> {
    const { main, database, progress, page } = this.#in
    const { name } = copied.entity
    let count = 0
    await database.write(async (connection) => {
      const after = progress.left(name).get(tenant) ?? null
      const rows = await rowsAfter(main.session, copied.stored, tenant, { after, limit: page })
      await append(connection, copied, tenant, rows)
      count = rows.length
      return progress.reach(connection, name, tenant, count < page ? null : String(rows.at(-1)?.id))
    })
    return count
  }

  /**
   * Brings what a fact tells of. Whoever wrote many records told of each: the next facts are looked at as well, and those
   * that come after find their records there.
   */
  async take(fact: Fact): Promise<void> {
    if (this.#isThere(fact)) return
    await this.#in.database.write(async (connection) => {
      // Somebody else has brought it while this one waited.
      if (this.#isThere(fact)) return () => {}
      const { tenant } = fact
      const facts = [fact, ...(await this.#next(fact))]
      const told = toldBy(facts, this.#in.copied)
      const known: (readonly [key: string, version: number])[] = []
      for (const [name, ids] of told) {
        const copied = this.#in.copied.get(name)
        if (copied === undefined) continue
        for (const [id, version] of await this.#bring(connection, copied, tenant, [...ids]))
          known.push([keyOf(tenant, name, id), version])
      }
      await bringRiding(connection, this.#in, tenant, facts)
      return () => {
        for (const [key, version] of known) this.#latest.set(key, version)
      }
    })
  }

  /** Whether the copy has what a fact tells of, or something later. */
  #isThere({ type, tenant, entity, recordId, version }: Fact): boolean {
    return isOfRecord(type) && (this.#latest.get(keyOf(tenant, entity, recordId)) ?? 0) >= version
  }

  async #next({ id, tenant }: Fact): Promise<readonly Told[]> {
    const { main, outbox } = this.#in
    if (outbox === undefined) return []
    const rows = await rowsAfter(main.session, outbox, tenant, { after: id, limit: ahead })
    return rows as unknown as readonly Told[]
  }

  /** Reads records anew, with what they own, and puts them in place of what the copy has of them. Answers their versions. */
  async #bring(
    connection: DuckDBConnection,
    copied: Copied,
    tenant: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, number>> {
    const { main, progress } = this.#in
    const { name } = copied.entity
    const rows = await rowsOf(main.session, copied, tenant, fieldOf(copied.entity, 'id'), ids)
    const found = new Map(rows.map((row) => [String(row.id), Number(row.version)]))
    const there = await versionsOf(connection, copied, tenant, ids)
    // What it owns is copied apart, and may be older than itself.
    const least = copied.owned.length > 0 ? 0 : 1
    const newer = rows.filter(({ id, version }) => Number(version) >= (there.get(String(id)) ?? 0) + least)
    const gone = ids.filter((id) => !found.has(id))
    const changed = [...newer.map(({ id }) => String(id)), ...gone]
    await remove(
      connection,
      copied,
      tenant,
      'id',
      changed.filter((id) => there.has(id)),
    )
    await append(
      connection,
      copied,
      tenant,
      newer.filter(({ id }) => progress.isPassed(name, tenant, String(id))),
    )
    for (const relation of copied.owned) {
      const owned = this.#in.copied.get(relation.to)
      if (owned === undefined || changed.length === 0) continue
      const items = await rowsOf(main.session, owned, tenant, relation.via, changed)
      await remove(connection, owned, tenant, relation.via.name, changed)
      await append(
        connection,
        owned,
        tenant,
        items.filter(({ id }) => progress.isPassed(relation.to, tenant, String(id))),
      )
    }
    return found
  }

  /** Forgets what it remembers of the copy. */
  forget(): void {
    this.#latest.clear()
  }
}

const keyOf = (tenant: string, entity: string, id: string): string => JSON.stringify([tenant, entity, id])
