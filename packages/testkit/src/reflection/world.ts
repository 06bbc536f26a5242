import type { Crm, Description, PluginTypes, Row, Schema, StorageAdapter } from '@guanxi/core'
import { callerOf } from '../caller.ts'
import type { FreshStorage } from '../conformance/suite.ts'
import { isAlive, rowsOfTenant } from '../rows.ts'
import type { Ids } from './attacks.ts'
import type { FixtureCall, Fixtures } from './fixtures.ts'

export const tenants = { own: 'a', other: 'b' } as const
const inputless = new Set(['get', 'delete', 'restore', 'history', 'story'])

/** An instance with two tenants, the other one with a record of every kind. */
export class World<T extends PluginTypes> {
  readonly crm: Crm<T>
  readonly description: Description
  readonly #fresh: FreshStorage
  readonly #schema: Schema
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
    let schema: Schema | undefined
    const storage: StorageAdapter = {
      ...fresh.storage,
      open(given, environment) {
        schema = given
        fresh.storage.open(given, environment)
      },
    }
    const crm = crmOn(storage)
    if (schema === undefined) throw new TypeError('the instance does not use the storage that it was given')
    await crm.migrate()
    const world = new World(crm, fresh, schema)
    for (const [operation, fixture] of Object.entries(fixtures)) {
      if (!operation.endsWith('.create')) continue
      const other = world.admin(tenants.other)
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

  async call(scope: object, operation: string, { id, input, options }: FixtureCall): Promise<unknown> {
    const [resource = '', key = ''] = operation.split('.')
    const { target } = this.describe(operation)
    const call = callerOf(scope, resource)
    if (target === 'collection') return call(key, input, options)
    return inputless.has(key) && input === undefined ? call(key, id, options) : call(key, id, input, options)
  }

  describe(operation: string) {
    const found = this.description.operations.find(({ name }) => name === operation)
    if (found === undefined) throw new TypeError(`there is no operation ${operation}`)
    return found
  }

  /** Whose ids the tenants have. */
  async ids(): Promise<Ids> {
    const own = await rowsOfTenant(this.#fresh.storage, this.#schema, tenants.own)
    const other = await rowsOfTenant(this.#fresh.storage, this.#schema, tenants.other)
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

  /** Everything that is stored for a tenant, as one text. */
  async digest(tenant: string): Promise<string> {
    const rows: Readonly<Record<string, readonly Row[]>> = await rowsOfTenant(this.#fresh.storage, this.#schema, tenant)
    return JSON.stringify(rows)
  }

  async close(): Promise<void> {
    await this.crm.close()
    await this.#fresh.close()
  }
}
