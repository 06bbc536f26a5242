import assert from 'node:assert/strict'
import { type Crm, isCrmError, type PluginTypes, type StorageAdapter } from '@guanxi/core'
import { callerOf } from '../caller.ts'
import type { ConformanceOptions } from '../conformance/suite.ts'
import type { SampleRows } from '../sample/rows.ts'
import { type Attack, foreignIds, foreignWheres, unknownKeys, wrongCalls, wrongTypes } from './attacks.ts'
import { coreElevated } from './elevated.ts'
import type { Fixture, Fixtures } from './fixtures.ts'
import { emptyLists, type JsonSchema, spell } from './positions.ts'
import { otherTenant, World } from './world.ts'

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
}

/**
 * Walks the registry of an instance: every operation must have a fixture that succeeds, and must refuse whoever has no
 * role, ids of another tenant wherever an id may stand, unknown keys at any depth, values that the engine sets, and wrong
 * types; and the database stays as it was.
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
  const { name, create, crm, fixtures, owner, fill = {}, elevated = [], describe, test, afterAll } = options
  describe(`${name} reflects`, () => {
    let made: Promise<World<T>> | undefined
    const world = () => {
      made ??= create().then((fresh) => World.make(fresh, crm, { ...fill, ...fixtures }))
      return made
    }
    afterAll(async () => (await made)?.close())

    const tried = async () => {
      const { operations } = (await world()).description
      return operations.filter((operation) => owner === undefined || operation.owner === owner)
    }

    test('every operation has a fixture', async () => {
      const idle = (await world()).idle()
      const names = (await tried()).map((operation) => operation.name)
      const needed = names.filter((each) => !idle.includes(each) || Object.hasOwn(fixtures, each))
      assert.deepEqual(Object.keys(fixtures).toSorted(), needed.toSorted())
    })

    test('only these operations run without the limits of the actor', async () => {
      const operations = await tried()
      const found = operations.filter(({ elevate }) => elevate).map((operation) => operation.name)
      const known = coreElevated((await world()).description).filter((each) => operations.some((o) => o.name === each))
      assert.deepEqual(found.toSorted(), [...known, ...elevated].toSorted())
    })

    test('whatever can be called is an operation', async () => {
      const { description, admin } = await world().then((w) => ({
        description: w.description,
        admin: w.admin('a'),
      }))
      const registered = description.operations.map((operation) => operation.name)
      const iterated = registered
        .filter((each) => each.endsWith('.list'))
        .map((each) => each.replace(/list$/, 'iterate'))
      assert.deepEqual(
        callables(admin).toSorted(),
        [...registered, ...iterated, 'transaction', 'withTransaction'].toSorted(),
      )
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

    for (const [operation, fixture] of Object.entries(fixtures))
      test(`${operation} refuses what it must, and succeeds`, async () => attack(await world(), operation, fixture))
  })
}

async function attack<T extends PluginTypes>(world: World<T>, operation: string, fixture: Fixture<T>): Promise<void> {
  // One that nothing else has filled is quickly read and compared.
  const tenant = world.unique()
  const admin = world.admin(tenant)
  const call = await fixture(admin, world.unique())
  const { input, target } = world.describe(operation)
  const schema = input as JsonSchema
  const resource = operation.split('.')[0]
  const entity = world.description.entities.find(({ plural }) => plural === resource)
  const before = { own: await world.rows(tenant), other: await world.other() }
  const known = world.ids(before)
  const problems = emptyLists(schema, call.input).map((path) => `the fixture gives nothing at ${spell(path)}`)
  const tryAs = async (scope: object, attacks: readonly Attack[]) => {
    for (const one of attacks) {
      const problem = await problemOf(one, (given) => world.call(scope, operation, given))
      if (problem !== undefined) problems.push(`${one.what}: ${problem}`)
    }
  }

  const stranger = world.crm.as({ tenant, user: 'u_stranger', roles: [] })
  await tryAs(stranger, [{ what: 'no role', call }])
  const ids = foreignIds(call, schema, target === 'record' ? entity?.name : undefined, known)
  const wheres = entity === undefined ? [] : foreignWheres(call, entity, known)
  await tryAs(admin, [...ids, ...wheres])
  await tryAs(world.crm.asSystem({ tenant, reason: 'reflection' }), [...ids, ...wheres])
  await tryAs(admin, [...unknownKeys(call, schema), ...wrongTypes(call, schema), ...wrongCalls(call)])
  assert.deepEqual(problems, [])
  assert.equal(digest(await world.rows(tenant)), digest(before.own), 'a refused call changed the database')
  await world.call(admin, operation, call)
  assert.equal(
    digest(await world.rows(otherTenant)),
    digest(before.other),
    'a call, or a refused one, changed the other tenant',
  )
}

const digest = (rows: SampleRows): string => JSON.stringify(rows)

type Outcome = { readonly refused: boolean; readonly text: string }

async function problemOf(
  { call, like, answers }: Attack,
  run: (call: Attack['call']) => Promise<unknown>,
): Promise<string | undefined> {
  const outcome = await outcomeOf(() => run(call))
  if (typeof outcome === 'string') return outcome
  if (!outcome.refused && answers !== true) return `it was not refused: ${outcome.text}`
  if (like === undefined) return undefined
  const expected = await outcomeOf(() => run(like))
  if (typeof expected === 'string') return expected
  return outcome.text === expected.text ? undefined : `${outcome.text}, and for an id that nobody has ${expected.text}`
}

/** A text: an error that no caller should see. */
async function outcomeOf(run: () => Promise<unknown>): Promise<Outcome | string> {
  try {
    return { refused: false, text: JSON.stringify(await run()) ?? 'undefined' }
  } catch (error) {
    if (!refusal(error)) return `it failed: ${String(error)} ${error instanceof Error ? (error.stack ?? '') : ''}`
    return { refused: true, text: JSON.stringify(error) }
  }
}

const isRoleUnknown = (error: unknown): boolean => isCrmError(error, 'ROLE_UNKNOWN')
const refusal = (error: unknown): boolean => isCrmError(error) && error.status >= 400 && error.status < 500

function callables(scope: object): readonly string[] {
  return Object.entries(scope).flatMap(([resource, methods]) =>
    typeof methods === 'function' ? [resource] : Object.keys(methods as object).map((key) => `${resource}.${key}`),
  )
}
