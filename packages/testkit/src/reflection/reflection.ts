import assert from 'node:assert/strict'
import { type Crm, isCrmError, type PluginTypes, type StorageAdapter } from '@guanxi/core'
import { callerOf } from '../caller.ts'
import type { ConformanceOptions } from '../conformance/suite.ts'
import { coreElevated } from './elevated.ts'
import type { Fixtures } from './fixtures.ts'
import { emptyLists, type JsonSchema, spell } from './positions.ts'
import { type Inputs, refusals } from './refusals.ts'
import { checkSurface } from './surface.ts'
import { otherTenant, type Through, World } from './world.ts'

/** What the suite runs on: `describe`, `test` and `afterAll` are vitest's, or node:test's `describe`, `test` and `after`. */
export interface ReflectionOptions<T extends PluginTypes>
  extends Pick<ConformanceOptions, 'name' | 'create' | 'describe' | 'test' | 'afterAll'> {
  /** The instance under test, with `tenancy: 'multi'`, on the storage given. */
  readonly crm: (storage: StorageAdapter) => Crm<T>
  /** A call that succeeds, for every operation. */
  readonly fixtures: Fixtures<T>
  /** Only the operations of this owner are tried: a plugin's id. All, unless told. */
  readonly owner?: string
  /** Fixtures of operations that are not tried, to fill the tenants with records. */
  readonly fill?: Fixtures<T>
  /** The operations that run without the actor's own limits, beside the core's. */
  readonly elevated?: readonly string[]
  /** How an operation is called by a plugin, in a handler of its own: whoever has no right has none there. */
  readonly through?: Through
  /** Which inputs are tried that no contract takes: all unless told. They reach no storage, so that one is enough. */
  readonly inputs?: Inputs
}

/**
 * Walks the registry of an instance: every operation must have a fixture that succeeds, and must refuse whoever has no
 * right (no role, one that gives nothing, one that only reads, the administrator of another tenant, who has left, with whom
 * it was shared once), ids of another tenant wherever an id may stand, unknown keys at any depth, every column as a key, and
 * wrong types; nothing is committed then, the whole database stays as it was, and no statement names another tenant.
 *
 * @example
 * reflection({
 *   name: 'students',
 *   create: async () => {
 *     const fresh = await migrated()
 *     return { storage: fresh, close: () => fresh.close() }
 *   },
 *   crm: (storage) => createCrm({ storage, plugins: [students()], tenancy: 'multi' }),
 *   fixtures: coreFixtures, // and those of the plugin
 *   describe,
 *   test,
 *   afterAll,
 * })
 */
export function reflection<T extends PluginTypes>(options: ReflectionOptions<T>): void {
  const {
    name,
    create,
    crm,
    fixtures,
    owner,
    fill = {},
    elevated = [],
    inputs = 'all',
    describe,
    test,
    afterAll,
    through,
  } = options
  describe(`${name} reflects`, () => {
    let made: Promise<World<T>> | undefined
    const world = () => {
      made ??= create().then((fresh) => World.make(fresh, crm, { ...fill, ...fixtures }, through))
      return made
    }
    afterAll(async () => (await made)?.close())

    let before: ReadonlyMap<string, string> | undefined
    const prepared = async () => {
      const made = await world()
      await made.prepareAll(Object.keys(fixtures))
      return made.state()
    }

    const tried = async () => {
      const { operations } = (await world()).description
      return operations.filter((operation) => owner === undefined || operation.owner === owner)
    }

    test('every operation has a fixture', async () => {
      const idle = (await world()).idle()
      const names = (await tried()).map((operation) => operation.name)
      const needed = names.filter((each) => !idle.includes(each) || Object.hasOwn(fixtures, each))
      assert.deepEqual(Object.keys(fixtures).toSorted(), needed.toSorted())
      before = await prepared()
    })

    test('only these operations run without the limits of the actor', async () => {
      const operations = await tried()
      const found = operations.filter(({ elevate }) => elevate).map((operation) => operation.name)
      const known = coreElevated((await world()).description).filter((each) => operations.some((o) => o.name === each))
      assert.deepEqual(found.toSorted(), [...known, ...elevated].toSorted())
    })

    test('whatever can be called is an operation', async () => {
      const { crm, admin, description } = await world().then((made) => ({ ...made, admin: made.admin('a') }))
      checkSurface(crm, admin, description)
    })

    test('nobody acts without a user, a role that exists and a tenant', async () => {
      const { crm, description } = await world()
      const actors = [
        undefined,
        null,
        {},
        { roles: ['admin'] },
        { user: '', roles: [] },
        { user: 'u' },
        { user: 'u', roles: ['admin'] },
        { user: { $gt: '' }, roles: ['admin'], tenant: 'a' },
        { user: 'u', roles: ['admin'], tenant: '' },
      ]
      for (const actor of actors) assert.throws(() => crm.as(actor as never), refusal, JSON.stringify(actor))
      // A tenant may have roles that this process does not know yet: the first call finds out.
      const resource = description.operations.find(({ name }) => name.endsWith('.list'))?.name.split('.')[0] ?? ''
      for (const role of ['nobody', '__proto__']) {
        const scope = crm.as({ user: 'u', roles: [role], tenant: 'a' })
        await assert.rejects(async () => callerOf(scope, resource)('list'), isRoleUnknown)
      }
      for (const system of [undefined, {}, { reason: '' }, { reason: 'x' }])
        assert.throws(() => crm.asSystem(system as never), refusal, JSON.stringify(system))
    })

    for (const operation of Object.keys(fixtures))
      test(`${operation} refuses what it must`, async () => refuses(await world(), operation, inputs))

    test('what was refused has changed nothing, in no tenant', async () => {
      const was = before ?? (await prepared())
      assert.deepEqual(changedIn(was, await (await world()).state()), [])
    })

    for (const operation of Object.keys(fixtures))
      test(`${operation} succeeds, for its tenant alone`, async () => succeeds(await world(), operation))

    test('the other tenant has what he had', async () => {
      const made = await world()
      assert.deepEqual(await made.rows(otherTenant), made.others)
    })
  })
}

async function refuses<T extends PluginTypes>(world: World<T>, operation: string, inputs: Inputs): Promise<void> {
  const call = await world.prepared(operation)
  const schema = world.describe(operation).input as JsonSchema
  const problems = emptyLists(schema, call.input).map((path) => `the fixture gives nothing at ${spell(path)}`)
  assert.deepEqual([...problems, ...(await refusals(world, operation, call, inputs))], [])
}

async function succeeds<T extends PluginTypes>(world: World<T>, operation: string): Promise<void> {
  const tenant = world.tenantOf(operation)
  const call = await world.prepared(operation)
  world.traffic.acting = tenant
  world.traffic.takeStrays()
  // Under a key that the other tenant has used as well.
  const answer = JSON.stringify(
    (await world.call(world.admin(tenant), operation, world.keyed(operation, call))) ?? null,
  )
  assert.deepEqual(world.toldOf(answer), [], 'it tells of the other tenant')
  assert.deepEqual(world.traffic.takeStrays(), [], 'it named another tenant')
}

/** Which rows came, went or are not the same. */
const changedIn = (was: ReadonlyMap<string, string>, is: ReadonlyMap<string, string>): readonly string[] =>
  [...new Set([...was.keys(), ...is.keys()])].filter((row) => was.get(row) !== is.get(row))

const isRoleUnknown = (error: unknown): boolean => isCrmError(error, 'ROLE_UNKNOWN')
const refusal = (error: unknown): boolean => isCrmError(error) && error.status >= 400 && error.status < 500
