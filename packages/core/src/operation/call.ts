import { CrmError, invalid, isCrmError } from '../error/index.ts'
import { sleep } from '../time/index.ts'
import type { Caller } from './caller.ts'
import type { CallOptions } from './contract.ts'
import { attempts, outdated, sightOf, viewIn } from './current.ts'
import type { Engine } from './engine.ts'
import { aborted } from './phase/resolve.ts'
import { authorizeRead } from './read/read.ts'
import type { ReadVerb } from './read/verb.ts'
import { readVerb } from './read/verbs.ts'
import { entityOfRun } from './record/load-one.ts'
import { chunkSize } from './record/matching.ts'
import { writeVerb } from './record/verbs.ts'
import type { Registered } from './registry.ts'
import { type Call, execute, undone } from './runner.ts'
import { type Cause, type Place, type Unit, unitIn } from './unit.ts'

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
  given: CallOptions = {},
): Promise<unknown> {
  const options = optionsOf(given)
  const { engine, caller, cause, place } = desk
  const verb = readVerb(operation)
  if (verb !== undefined) {
    aborted(options.signal)
    return read(desk, operation, verb, id, input)
  }
  if (place.type === 'reads' && operation.contract.kind === 'command') {
    throw new CrmError('FORBIDDEN', {
      details: { permission: operation.name },
      hint: 'A query only reads: make it a command.',
    })
  }
  const many = writeVerb(operation)?.many === true
  const run = async (unit: Unit | undefined) =>
    many
      ? inChunks(desk, operation, input, options, unit)
      : (await execute(engine, { operation, caller, id, options, cause, input, unit, chunk: { part: 0, after: null } }))
          .result
  return within(desk, (unit) => (options.dryRun === true ? undone(engine, unit, run) : run(unit)))
}

async function read(
  desk: Desk,
  operation: Registered,
  verb: ReadVerb,
  id: string | undefined,
  raw: unknown,
): Promise<unknown> {
  const { engine } = desk
  return within(desk, async (unit) => {
    const wait = engine.ready(unit?.tx)
    if (wait !== undefined) await wait
    for (let attempt = 1; ; attempt++) {
      const caller = desk.caller.under(viewIn(engine, unit, desk.caller))
      const { session, seen } = sightOf(engine, unit, caller, operation)
      try {
        const entity = entityOfRun({ operation, caller })
        const now = desk.cause.now ?? engine.clock.now()
        const where = { session, inTransaction: unit !== undefined }
        const call = { engine, operation, entity, caller, now, id, raw, ...where, policy: caller.policy(now) }
        authorizeRead(call)
        return await verb(call)
      } catch (error) {
        if (attempt === attempts || !(await outdated(engine, caller, unit, error, !seen()))) throw error
      }
    }
  })
}

/** Runs in the transaction of the desk: the one that is open, a savepoint in the host's, or none yet. */
async function within<T>({ engine, place }: Desk, run: (unit: Unit | undefined) => Promise<T>): Promise<T> {
  if (place.type === 'own') return run(undefined)
  if (place.type !== 'host') return run(place.unit)
  const tx = await engine.storage.join(place.handle)
  try {
    const result = await run(unitIn(tx))
    await tx.commit()
    return result
  } catch (error) {
    await tx.rollback()
    throw error
  }
}

/** A batch in chunks of at most 1,000 records, each its own transaction (or savepoint), yielding between them. */
async function inChunks(
  { engine, caller, cause }: Desk,
  operation: Registered,
  input: unknown,
  options: CallOptions,
  unit: Unit | undefined,
): Promise<unknown> {
  const lists = Array.isArray(input) ? slices(input) : undefined
  const results: unknown[] = []
  let after: string | null = null
  for (let index = 0; ; index++) {
    const part = lists === undefined ? input : (lists[index] ?? [])
    const chunk = { part: index, after }
    const call: Call = { operation, caller, id: undefined, input: part, options, cause, unit, chunk }
    const run = await offset(index, () => execute(engine, call))
    results.push(run.result)
    after = run.last
    const more = lists === undefined ? after !== null : index + 1 < lists.length
    if (!more) return joined(results)
    await sleep(0)
  }
}

/** The results of the chunks as one: counts are added, lists put behind each other. */
function joined(results: readonly unknown[]): unknown {
  const whole: Record<string, unknown> = {}
  for (const result of results as readonly Readonly<Record<string, unknown>>[]) {
    for (const [name, value] of Object.entries(result)) {
      const sofar = whole[name]
      if (Array.isArray(value)) whole[name] = Array.isArray(sofar) ? sofar.concat(value) : value
      else whole[name] = typeof value === 'number' && typeof sofar === 'number' ? sofar + value : value
    }
  }
  return whole
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

/** The options, read once. */
function optionsOf(given: CallOptions): CallOptions {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw invalid('options', 'expected an object')
  const options = { ...given }
  for (const key of Object.keys(options)) {
    if (!known.has(key))
      throw new CrmError('UNKNOWN_KEY', {
        details: { path: `options.${key}` },
        hint: `The options are ${[...known].join(', ')}.`,
      })
  }
  return options
}
