import type { DuckDBConnection } from '@duckdb/node-api'
import { compareValues } from '@guanxi/core/storage'
import { runOn } from '../connection.ts'
import type { Copied } from './copied.ts'

const run = (connection: DuckDBConnection, sql: string, ...parameters: readonly unknown[]) =>
  runOn(connection, [{ sql, parameters }])

/** How far the first copy is, in memory and in the file: it goes on where it was when the process dies. */
export class Progress {
  /** The entities of which it is known whose records there are to copy. */
  readonly #planned = new Set<string>()
  /** For each the tenants that are not copied to the end, and the last id that is. */
  readonly #left = new Map<string, Map<string, string | null>>()

  /** Whether all of an entity's records that there were are there. */
  isWhole(entity: string): boolean {
    return this.#planned.has(entity) && this.left(entity).size === 0
  }

  isPlanned(entity: string): boolean {
    return this.#planned.has(entity)
  }

  left(entity: string): ReadonlyMap<string, string | null> {
    return this.#left.get(entity) ?? new Map()
  }

  /** Whether a record is none that the copy has yet to come to. */
  isPassed(entity: string, tenant: string, id: string): boolean {
    if (!this.#planned.has(entity)) return false
    const reached = this.left(entity).get(tenant)
    return reached === undefined || (reached !== null && compareValues(id, reached) <= 0)
  }

  /** Makes the tables that are missing or of another shape, and reads how far each copy was. */
  async open(connection: DuckDBConnection, all: readonly Made[]): Promise<void> {
    await run(connection, 'create table if not exists guanxi_copies (entity varchar, shape varchar, planned boolean)')
    await run(connection, 'create table if not exists guanxi_left (entity varchar, tenant varchar, reached varchar)')
    const [found] = await run(connection, 'select entity, shape, planned from guanxi_copies')
    const known = new Map((found?.rows ?? []).map(([entity, shape, planned]) => [String(entity), { shape, planned }]))
    for (const { copied, shape, create } of all) {
      const { name } = copied.entity
      if (known.get(name)?.shape === shape) continue
      known.delete(name)
      await run(connection, `drop table if exists "${copied.table}"`)
      for (const statement of create) await run(connection, statement)
      await run(connection, 'delete from guanxi_copies where entity = $1', name)
      await run(connection, 'delete from guanxi_left where entity = $1', name)
      await run(connection, 'insert into guanxi_copies values ($1, $2, false)', name, shape)
    }
    const [left] = await run(connection, 'select entity, tenant, reached from guanxi_left')
    this.#planned.clear()
    this.#left.clear()
    for (const { copied } of all)
      if (known.get(copied.entity.name)?.planned === true) this.#planned.add(copied.entity.name)
    for (const [entity, tenant, reached] of left?.rows ?? [])
      this.#put(String(entity), String(tenant), reached === null ? null : String(reached))
  }

  /** Notes whose records are to be copied. What others write afterwards they tell. */
  async plan(connection: DuckDBConnection, entity: string, tenants: readonly string[]): Promise<() => void> {
    for (const tenant of tenants) await run(connection, 'insert into guanxi_left values ($1, $2, null)', entity, tenant)
    await run(connection, 'update guanxi_copies set planned = true where entity = $1', entity)
    return () => {
      for (const tenant of tenants) this.#put(entity, tenant, null)
      this.#planned.add(entity)
    }
  }

  /** Notes the last id of a page; null: there is no more. Answers what is to be done once that is kept. */
  async reach(connection: DuckDBConnection, entity: string, tenant: string, id: string | null): Promise<() => void> {
    if (id === null) await run(connection, 'delete from guanxi_left where entity = $1 and tenant = $2', entity, tenant)
    else
      await run(connection, 'update guanxi_left set reached = $3 where entity = $1 and tenant = $2', entity, tenant, id)
    return () => {
      if (id === null) this.#left.get(entity)?.delete(tenant)
      else this.#put(entity, tenant, id)
    }
  }

  #put(entity: string, tenant: string, reached: string | null): void {
    const tenants = this.#left.get(entity) ?? new Map<string, string | null>()
    this.#left.set(entity, tenants.set(tenant, reached))
  }
}

/** A copied entity with the statements that make its table, and what tells whether it is still the right one. */
export interface Made {
  readonly copied: Copied
  readonly shape: string
  readonly create: readonly string[]
}
