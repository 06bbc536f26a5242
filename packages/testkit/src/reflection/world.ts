import type { Crm, Description, PluginTypes, StorageAdapter } from '@guanxi/core'
import type { Schema } from '@guanxi/core/storage'
import type { FreshStorage } from '../conformance/suite.ts'
import { isAlive, type Rows, rowsOfTenant } from '../rows.ts'
import type { SampleRows } from '../sample/rows.ts'
import { watched } from '../watched.ts'
import type { Ids } from './attacks.ts'
import { callFixture, described, isPossible } from './call.ts'
import type { FixtureCall, Fixtures } from './fixtures.ts'

/** The tenant that nobody may reach: it has a record of every kind. Every operation is tried in a tenant of its own. */
export const otherTenant = 'other'

/** What makes rows that others may be related to. */
const fills = /\.(create|share)$/

/** An instance with a tenant that has a record of every kind. */
export class World<T extends PluginTypes> {
  readonly crm: Crm<T>
  readonly description: Description
  readonly #fresh: FreshStorage
  readonly #schema: Schema
  #other: Promise<SampleRows> | undefined
  #unique = 0

  private constructor(crm: Crm<T>, fresh: FreshStorage, schema: Schema) {
    this.crm = crm
    this.description = crm.describe()
    this.#fresh = fresh
    this.#schema = schema
  }

  static async make<T extends PluginTypes>(
    fresh: FreshStorage,
    crmOn: (storage: StorageAdapter) => Crm<T>,
    fixtures: Fixtures<T>,
  ): Promise<World<T>> {
    const { storage, schema } = watched(fresh.storage)
    const crm = crmOn(storage)
    await crm.migrate()
    const world = new World(crm, fresh, schema())
    for (const [operation, fixture] of Object.entries(fixtures)) {
      if (!fills.test(operation) || !isPossible(world.description, operation)) continue
      const other = world.admin(otherTenant)
      await world.call(other, operation, await fixture(other, world.unique()))
    }
    return world
  }

  admin(tenant: string) {
    return this.crm.as({ tenant, user: 'u_admin', roles: ['admin'] })
  }

  unique(): string {
    this.#unique++
    return `unique${this.#unique}`
  }

  call(scope: object, operation: string, call: FixtureCall): Promise<unknown> {
    return callFixture(this.description, scope, operation, call)
  }

  describe(operation: string) {
    return described(this.description, operation)
  }

  /** The upserts of entities without a unique field that can be given: they can never succeed. */
  idle(): readonly string[] {
    return [...this.#schema.entities.values()]
      .filter(({ fields }) => [...fields.values()].every(({ unique, mode }) => unique !== true || mode === 'generated'))
      .map(({ plural }) => `${plural}.upsert`)
  }

  /** What the other tenant has, and must have after every call. */
  other(): Promise<SampleRows> {
    this.#other ??= this.rows(otherTenant)
    return this.#other
  }

  /** Everything that is stored for a tenant. */
  rows(tenant: string): Promise<SampleRows> {
    return rowsOfTenant(this.#fresh.storage, this.#schema, tenant)
  }

  /** Whose ids the tenants have. */
  ids({ own, other }: Rows): Ids {
    const entities = new Map(Object.entries(own).flatMap(([name, rows]) => rows.map((row) => [row.id, name] as const)))
    return {
      entityOf: (id) => entities.get(id),
      foreign(entity) {
        const row = other[entity]?.find(isAlive)
        if (row === undefined) throw new TypeError(`no fixture has made a ${entity}`)
        return String(row.id)
      },
    }
  }

  async close(): Promise<void> {
    await this.crm.close()
    await this.#fresh.close()
  }
}
