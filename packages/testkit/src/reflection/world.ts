import type { Crm, Description, PluginTypes, StorageAdapter } from '@guanxi/core'
import { callerOf } from '../caller.ts'
import type { FreshStorage } from '../conformance/suite.ts'
import { isAlive, rowsOfTenant } from '../rows.ts'
import type { SampleRows } from '../sample/rows.ts'
import { agent, guest, idle, people } from './actors.ts'
import type { Ids } from './attacks.ts'
import { callFixture, described, isPossible } from './call.ts'
import type { FixtureCall, Fixtures } from './fixtures.ts'
import { Traffic } from './traffic.ts'

/** The tenant that nobody may reach: it has a record of every kind. The operations of each resource are tried in another. */
export const otherTenant = 'other'

/** One without records, but for who left it. */
export const emptyTenant = 'empty'

/** An operation of a plugin that calls others, and how it is told which. */
export interface Through {
  readonly operation: string
  readonly call: (scope: object, operation: string, call: FixtureCall) => Promise<unknown>
}

/** What makes rows that others may be related to. */
const fills = /\.(create|share)$/

/** An instance with a tenant that has a record of every kind, and one for each resource where the operations are tried. */
export class World<T extends PluginTypes> {
  readonly crm: Crm<T>
  readonly description: Description
  readonly traffic: Traffic
  readonly through: Through | undefined
  readonly #fresh: FreshStorage
  readonly #fixtures: Fixtures<T>
  readonly #uniques: ReadonlyMap<string, string>
  readonly #peopled = new Map<string, Promise<void>>()
  readonly #prepared = new Map<string, Promise<FixtureCall>>()
  #other: SampleRows = {}
  #foreign: ReadonlySet<string> = new Set()

  private constructor(
    crm: Crm<T>,
    fresh: FreshStorage,
    traffic: Traffic,
    fixtures: Fixtures<T>,
    through: Through | undefined,
  ) {
    this.through = through
    this.crm = crm
    this.description = crm.describe()
    this.traffic = traffic
    this.#fresh = fresh
    this.#fixtures = fixtures
    // Another text for each operation, and the same in every tenant: so that their keys are.
    this.#uniques = new Map(Object.keys(fixtures).map((operation, at) => [operation, `unique${2000 + at}`]))
  }

  static async make<T extends PluginTypes>(
    fresh: FreshStorage,
    crmOn: (storage: StorageAdapter) => Crm<T>,
    fixtures: Fixtures<T>,
    through?: Through,
  ): Promise<World<T>> {
    const traffic = new Traffic(fresh.storage)
    const crm = crmOn(traffic.storage)
    await crm.migrate()
    const world = new World(crm, fresh, traffic, fixtures, through)
    const other = world.admin(otherTenant)
    traffic.acting = otherTenant
    await people(other, world.#called)
    for (const [operation, fixture] of Object.entries(fixtures)) {
      if (!fills.test(operation) || !isPossible(world.description, operation)) continue
      const call = await fixture(other, world.unique(operation))
      await world.call(other, operation, world.keyed(operation, call))
    }
    traffic.acting = emptyTenant
    await people(world.admin(emptyTenant), world.#called)
    world.#other = await world.rows(otherTenant)
    world.#foreign = new Set(Object.values(world.#other).flatMap((rows) => rows.map(({ id }) => String(id))))
    return world
  }

  /** What may be called by whoever may do nothing else. */
  get #called(): readonly string[] {
    return this.through === undefined ? [] : [this.through.operation]
  }

  admin(tenant: string) {
    return this.crm.as({ tenant, user: 'u_admin', roles: ['admin'] })
  }

  /** The tenant where an operation is tried. */
  tenantOf(operation: string): string {
    return `of_${operation.split('.')[0]}`
  }

  /** Those who must not do it, each with the reason. */
  strangers(tenant: string) {
    const as = (user: string, ...roles: readonly string[]) => this.crm.as({ tenant, user, roles: [...roles] })
    return {
      nobody: as('u_stranger'),
      idle: as('u_idle', idle),
      agent: as('u_agent', agent),
      left: as('u_left', 'admin'),
      guest: as(guest, 'shared'),
      never: as('u_never', 'shared'),
    }
  }

  unique(operation: string): string {
    return this.#uniques.get(operation) ?? operation
  }

  /** What an operation needs, made once. */
  prepared(operation: string): Promise<FixtureCall> {
    let call = this.#prepared.get(operation)
    if (call === undefined) {
      call = this.#prepare(operation)
      this.#prepared.set(operation, call)
    }
    return call
  }

  /** What all operations need: from here on nothing is written that is not asked for. */
  async prepareAll(operations: readonly string[]): Promise<void> {
    for (const operation of operations) await this.prepared(operation).catch(() => undefined)
  }

  async #prepare(operation: string): Promise<FixtureCall> {
    const fixture = this.#fixtures[operation]
    if (fixture === undefined) throw new TypeError(`${operation} has no fixture`)
    const tenant = this.tenantOf(operation)
    this.traffic.acting = tenant
    const admin = this.admin(tenant)
    const peopled = this.#peopled.get(tenant) ?? people(admin, this.#called)
    this.#peopled.set(tenant, peopled)
    await peopled
    const call = await fixture(admin, this.unique(operation))
    await this.#sharedOnce(admin, operation, call)
    return call
  }

  /** Somebody may write the record for a moment. */
  async #sharedOnce(admin: object, operation: string, { id }: FixtureCall): Promise<void> {
    const [resource = '', key] = operation.split('.')
    const owned = this.description.operations.some(({ name }) => name === `${resource}.share`)
    // What is in the bin is shared with nobody.
    if (id === undefined || !owned || key === 'restore') return
    const call = callerOf(admin, resource)
    await call('share', id, { user: guest, level: 'write' })
    await callerOf(this.strangers(this.tenantOf(operation)).guest, resource)('get', id)
    await call('unshare', id, { user: guest })
  }

  call(scope: object, operation: string, call: FixtureCall): Promise<unknown> {
    return callFixture(this.description, scope, operation, call)
  }

  /** The same call under a key: that of every tenant. */
  keyed(operation: string, call: FixtureCall): FixtureCall {
    if (this.describe(operation).kind === 'query') return call
    return { ...call, options: { ...(call.options as object | undefined), idempotencyKey: `key of ${operation}` } }
  }

  describe(operation: string) {
    return described(this.description, operation)
  }

  /** The upserts of entities without a unique field that can be given: they can never succeed. */
  idle(): readonly string[] {
    return [...this.traffic.schema.entities.values()]
      .filter(({ fields }) => [...fields.values()].every(({ unique, mode }) => unique !== true || mode === 'generated'))
      .map(({ plural }) => `${plural}.upsert`)
  }

  /** Everything that is stored for a tenant. */
  rows(tenant: string): Promise<SampleRows> {
    return rowsOfTenant(this.#fresh.storage, this.traffic.schema, tenant)
  }

  /** The whole database: each row of each tenant. */
  async state(): Promise<ReadonlyMap<string, string>> {
    const state = new Map<string, string>()
    for (const tenant of await this.#fresh.storage.inspection.tenants())
      for (const [entity, rows] of Object.entries(await this.rows(tenant)))
        for (const row of rows) state.set(`${entity} ${String(row.id)} of ${tenant}`, JSON.stringify(row))
    return state
  }

  /** The ids of the other tenant's records that a text tells. */
  toldOf(text: string): readonly string[] {
    return [...new Set(text.match(uuid))].filter((id) => this.#foreign.has(id))
  }

  /** What the other tenant had at the beginning. */
  get others(): SampleRows {
    return this.#other
  }

  /** Whose ids the tenants have. */
  ids(tenant: string): Ids {
    return {
      entityOf: (id) => {
        const made = this.traffic.made.get(id)
        return made?.tenant === tenant ? made.entity : undefined
      },
      foreign: (entity) => {
        const row = this.#other[entity]?.find(isAlive)
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

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
