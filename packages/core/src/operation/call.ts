import { CrmError, invalid, isCrmError } from '../error/index.ts'
import type { Session } from '../storage/index.ts'
import { sleep } from '../time/index.ts'
import type { Caller } from './caller.ts'
import type { CallOptions } from './contract.ts'
import type { Engine } from './engine.ts'
import { authorizeRead } from './read/read.ts'
import type { ReadVerb } from './read/verb.ts'
import { readVerb } from './read/verbs.ts'
import { chunkSize } from './record/matching.ts'
import { writeVerb } from './record/verbs.ts'
import type { Registered } from './registry.ts'
import { execute } from './runner.ts'
import type { Cause, Unit } from './unit.ts'

/** Where calls run: each in a transaction of its own, all in one, or in one that the host began. */
export type Place =
  | { readonly type: 'own' }
  | { readonly type: 'unit'; readonly unit: Unit }
  | { readonly type: 'host'; readonly handle: object }

/** Calls of one actor in one place. */
export interface Desk {
  readonly engine: Engine
  readonly caller: Caller
  readonly place: Place
  readonly cause: Cause
}

/** Calls an operation: reads take the read path, the rest the runner. */
export async function call(
  desk: Desk,
  operation: Registered,
  id: string | undefined,
  input: unknown,
  options: CallOptions = {},
): Promise<unknown> {
  checkCall(options)
  const { engine, caller, cause } = desk
  const verb = readVerb(operation)
  if (verb !== undefined) return read(desk, operation, verb, id, input)
  const many = writeVerb(operation)?.many === true
  const base = { operation, caller, id, options, cause }
  if (desk.place.type === 'own') {
    if (many && options.dryRun !== true) return inChunks(desk, operation, input, options)
    return (await execute(engine, { ...base, input, unit: undefined, after: null })).result
  }
  return within(desk, async (unit) => {
    if (!many) return (await execute(engine, { ...base, input, unit, after: null })).result
    return inChunks({ ...desk, place: { type: 'unit', unit } }, operation, input, options)
  })
}

async function read(
  { engine, caller, place }: Desk,
  operation: Registered,
  verb: ReadVerb,
  id: string | undefined,
  raw: unknown,
): Promise<unknown> {
  const { entity } = operation
  if (entity === undefined) throw new TypeError(`${operation.name} is no read`)
  const wait = engine.ready()
  if (wait !== undefined) await wait
  const now = engine.clock.now()
  const run = (session: Session) => {
    const call = { engine, operation, entity, caller, now, id, raw, session, policy: caller.policy(now) }
    authorizeRead(call)
    return verb(call)
  }
  if (place.type === 'own') return run(engine.storage.session)
  return within({ engine, caller, place, cause: { fact: null, depth: 0 } }, (unit) => run(unit.tx))
}

/** Runs in the desk's transaction: the one that is open, or a savepoint in the host's. */
async function within<T>({ engine, place }: Desk, run: (unit: Unit) => Promise<T>): Promise<T> {
  if (place.type === 'unit') return run(place.unit)
  if (place.type === 'own') throw new TypeError('no transaction to run in')
  const tx = await engine.storage.join(place.handle)
  try {
    const result = await run({ tx, facts: [] })
    await tx.commit()
    return result
  } catch (error) {
    await tx.rollback()
    throw error
  }
}

/** A batch in chunks of at most 1,000 records, each its own transaction (or savepoint), yielding between them. */
async function inChunks(
  { engine, caller, place, cause }: Desk,
  operation: Registered,
  input: unknown,
  options: CallOptions,
): Promise<unknown> {
  const unit = place.type === 'unit' ? place.unit : undefined
  const lists = Array.isArray(input) ? slices(input) : undefined
  const ids: string[] = []
  let count = 0
  let after: string | null = null
  for (let index = 0; ; index++) {
    const part = lists === undefined ? input : (lists[index] ?? [])
    const key =
      options.idempotencyKey === undefined || index === 0
        ? {}
        : { idempotencyKey: `${options.idempotencyKey}#${index}` }
    const run = await offset(index, () =>
      execute(engine, {
        operation,
        caller,
        id: undefined,
        input: part,
        options: { ...options, ...key },
        cause,
        unit,
        after,
      }),
    )
    if (options.dryRun === true) return run.result
    const result = run.result as { readonly count: number; readonly ids?: readonly string[] }
    count += result.count
    for (const id of result.ids ?? []) ids.push(id)
    after = run.last
    const more = lists === undefined ? after !== null : index + 1 < lists.length
    if (!more) return lists === undefined ? { count } : { count, ids }
    await sleep(0)
  }
}

const slices = (list: readonly unknown[]): (readonly unknown[])[] =>
  Array.from({ length: Math.max(1, Math.ceil(list.length / chunkSize)) }, (_, index) =>
    list.slice(index * chunkSize, (index + 1) * chunkSize),
  )

/** A path `[3].name` inside of a chunk is `[1003].name` of the whole. */
async function offset<T>(chunk: number, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    const path = isCrmError(error) ? error.path : undefined
    if (chunk === 0 || path === undefined || !isCrmError(error)) throw error
    const moved = path.replace(/^\[(\d+)\]/, (_, index: string) => `[${Number(index) + chunk * chunkSize}]`)
    throw new CrmError(error.code, {
      details: { ...error.details, path: moved },
      cause: error,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    })
  }
}

const known = new Set(['ifVersion', 'idempotencyKey', 'reason', 'dryRun', 'signal'])

function checkCall(options: CallOptions): void {
  if (typeof options !== 'object' || options === null) throw invalid('options', 'expected an object')
  for (const key of Object.keys(options)) {
    if (!known.has(key))
      throw new CrmError('UNKNOWN_KEY', {
        details: { path: `options.${key}` },
        hint: `The options are ${[...known].join(', ')}.`,
      })
  }
}
