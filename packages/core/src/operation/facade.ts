import { CrmError } from '../error/index.ts'
import type { Row } from '../schema/index.ts'
import type { Transaction } from '../storage/index.ts'
import { call, type Desk } from './call.ts'
import type { Caller } from './caller.ts'
import type { Engine } from './engine.ts'
import { type Invoke, methodOf } from './method.ts'
import { told } from './phase/announce.ts'
import type { Registered, Registry } from './registry.ts'
import { Line, type Turn } from './turns.ts'
import { type Cause, type Place, type Unit, unitIn } from './unit.ts'

const noCause: Cause = { fact: null, depth: 0, calls: 0 }

/** What an actor works with: a resource for each plural, made when it is first asked for, and transactions. */
export function facade(engine: Engine, caller: Caller, place: Place = { type: 'own' }, cause: Cause = noCause): object {
  const desk: Desk = { engine, caller, place, cause }
  // Inside a transaction calls run one after another: interleaved savepoints would fail.
  const turn = turnOf(engine, place)
  let inner = 0
  const take: Turn | undefined = turn && ((run) => (inner > 0 ? Promise.reject(outer()) : turn(run)))
  const transactions = {
    transaction: (run: Inside) => {
      if (take === undefined) return transaction(desk, run)
      return take(async () => {
        inner++
        try {
          return await transaction(desk, run)
        } finally {
          inner--
        }
      })
    },
    withTransaction: (handle: object) => facade(engine, caller, { type: 'host', handle }, cause),
  }
  const made = new Map<string, object>()
  const resource: Resource = (name, operations) => {
    const known = made.get(name) ?? resourceOf(desk, operations, take)
    made.set(name, known)
    return known
  }
  const scope: object = Object.create(resourcesOf(engine.registry), Object.getOwnPropertyDescriptors(transactions))
  makers.set(scope, resource)
  return Object.freeze(scope)
}

type Resource = (name: string, operations: readonly Registered[]) => object

/** How a scope makes its resources. */
const makers = new WeakMap<object, Resource>()
const inherited = new WeakMap<Registry, object>()

/** What every scope inherits: handlers and hooks are given new ones all the time. */
function resourcesOf(registry: Registry): object {
  const known = inherited.get(registry)
  if (known !== undefined) return known
  const made = {}
  for (const [name, operations] of registry.resources) {
    Object.defineProperty(made, name, {
      enumerable: true,
      get(this: object) {
        return makers.get(this)?.(name, operations)
      },
    })
  }
  inherited.set(registry, Object.freeze(made))
  return made
}

/** What runs inside a transaction. */
type Inside = (tx: object, native: unknown) => Promise<unknown>

function turnOf(engine: Engine, place: Place): Turn | undefined {
  if (place.type === 'own') return undefined
  if (place.type === 'reads' && place.unit === undefined) return place.line.beside
  if (place.type !== 'host') return place.line.turn
  const { handle } = place
  const turn = engine.turns.of(handle)
  // Who is inside of a call on this handle would wait for it, and it for him.
  return (run) => (engine.storage.inside?.(handle) === true ? Promise.reject(outer()) : turn(run))
}

/** The outer façade would wait for the inner transaction, and that for the call: neither would ever end. */
const outer = (): CrmError => new CrmError('TRANSACTION_MISUSE')

function resourceOf(desk: Desk, operations: readonly Registered[], take: Turn | undefined): object {
  const resource = Object.create(methodsOf(operations)) as object
  invokers.set(resource, (operation, id, input, options) => {
    const run = () => call(desk, operation, id, input, options)
    return take === undefined ? run() : take(run)
  })
  return Object.freeze(resource)
}

/** How a resource calls. */
const invokers = new WeakMap<object, Invoke>()
const methods = new WeakMap<readonly Registered[], object>()

/** What every resource of these operations inherits: each method is made when it is asked for. */
function methodsOf(operations: readonly Registered[]): object {
  const known = methods.get(operations)
  if (known !== undefined) return known
  const made = {}
  const put = (key: string, method: (invoke: Invoke) => unknown, enumerable = true) =>
    Object.defineProperty(made, key, {
      enumerable,
      get(this: object) {
        const invoke = invokers.get(this)
        return invoke && method(invoke)
      },
    })
  for (const operation of operations) put(operation.key, (invoke) => methodOf(operation, invoke))
  const list = operations.find(({ key }) => key === 'list')
  if (list !== undefined)
    put('iterate', (invoke) => (query?: unknown) => iterate(query, (page) => invoke(list, undefined, page, undefined)))
  // The types cannot tell which fields are searchable.
  if (list?.by === 'record' && !Object.hasOwn(made, 'search'))
    put('search', () => () => Promise.reject(unsearchable(list)), false)
  methods.set(operations, Object.freeze(made))
  return made
}

const unsearchable = ({ resource }: Registered): CrmError =>
  new CrmError('OPERATION_UNKNOWN', {
    details: { operation: `${resource}.search` },
    hint: 'Declare a field of it with .search().',
  })

/** Page after page; `limit` bounds the whole. What is no query goes to `list`, which refuses it. */
async function* iterate(query: unknown = {}, page: (query: unknown) => Promise<unknown>): AsyncGenerator<unknown> {
  const given = typeof query === 'object' && query !== null && !Array.isArray(query) ? (query as Row) : undefined
  const { limit = Number.POSITIVE_INFINITY } = given ?? {}
  let left = limit
  let asked = given === undefined ? query : { ...given, limit: pageOf(left) }
  for (;;) {
    const { items, next } = (await page(asked)) as { readonly items: readonly unknown[]; readonly next: string | null }
    yield* items
    left = Number(left) - items.length
    if (next === null || Number(left) <= 0) return
    asked = { ...given, limit: pageOf(left), after: next }
  }
}

const pageOf = (left: unknown): unknown => (typeof left === 'number' && left > 200 ? 200 : left)

/** All or nothing: what the callback does through `tx`, and through the native handle. */
async function transaction(desk: Desk, run: Inside): Promise<unknown> {
  const { engine, caller, place, cause } = desk
  if (place.type === 'reads')
    throw new CrmError('FORBIDDEN', {
      details: { permission: 'transaction' },
      hint: 'A query only reads: make it a command.',
    })
  const line = new Line()
  const inside = (unit: Unit) =>
    line.through(() => run(facade(engine, caller, { type: 'unit', unit, line }, cause), unit.tx.native))
  if (place.type === 'unit') {
    const { tx, facts, jobs, words } = place.unit
    const unit = unitIn(tx, { view: place.unit.view })
    // What is locked in a savepoint is let go when it is undone.
    place.unit.held = undefined
    const result = await tx.savepoint(() => inside(unit))
    place.unit.view = unit.view
    // What was undone is not told.
    facts.push(...unit.facts)
    jobs.push(...unit.jobs)
    words.push(...unit.words)
    return result
  }
  if (place.type === 'own') await engine.ready()
  const tx = place.type === 'host' ? await engine.storage.join(place.handle) : await engine.storage.begin()
  const unit = unitIn(tx)
  const result = await attempt(tx, async () => {
    await engine.ready(tx)
    if (place.type === 'own') await cause.hold?.(tx)
    return tx.run(() => inside(unit))
  })
  if (tx.joined) return result
  if (unit.view !== undefined) engine.views.keep(caller.actor.tenant, unit.view)
  told(engine, unit)
  return result
}

async function attempt<T>(tx: Transaction, run: () => Promise<T>): Promise<T> {
  let result: T
  try {
    result = await run()
  } catch (error) {
    await tx.rollback()
    throw error
  }
  await tx.commit()
  return result
}
