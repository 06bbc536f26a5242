import { isCrmError } from '../error/index.ts'
import { formatInstant, sleep } from '../time/index.ts'
import type { Caller } from './caller.ts'
import type { CallOptions } from './contract.ts'
import { attempts, outdated, viewIn } from './current.ts'
import { defined } from './defined.ts'
import { explainDuplicate } from './duplicate.ts'
import type { Engine } from './engine.ts'
import { after } from './phase/after.ts'
import { announce } from './phase/announce.ts'
import { apply } from './phase/apply.ts'
import { authorize } from './phase/authorize.ts'
import { before } from './phase/before.ts'
import { begin } from './phase/begin.ts'
import { claim } from './phase/claim.ts'
import { commit } from './phase/commit.ts'
import { forget } from './phase/forget.ts'
import { handle } from './phase/handle.ts'
import { load } from './phase/load.ts'
import { parse } from './phase/parse.ts'
import { recheck } from './phase/recheck.ts'
import { record } from './phase/record.ts'
import { resolve } from './phase/resolve.ts'
import { write as store } from './phase/write.ts'
import { writeVerb } from './record/verbs.ts'
import type { Registered } from './registry.ts'
import type { Run } from './run.ts'
import { type Cause, type Unit, unitIn } from './unit.ts'

type Phase = (run: Run) => Promise<void> | void

/** A write, phase by phase. */
// biome-ignore format: read it as a sentence
const write: readonly Phase[] = [
  resolve, authorize, parse, begin, claim, load, before, apply, store, forget, recheck, after, record, commit, announce,
]

/** An operation with a handler: what it calls goes through {@link write} in its transaction. */
const handled: readonly Phase[] = [resolve, authorize, parse, begin, claim, handle, record, commit, announce]

/** A plugin's own query: its handler may read, and nothing else. */
const asked: readonly Phase[] = [resolve, authorize, parse, handle]

/** One call of an operation. */
export interface Call {
  readonly operation: Registered
  readonly caller: Caller
  /** Whom its hooks act as, if that is not the caller. */
  readonly inside?: Caller
  readonly id: string | undefined
  readonly input: unknown
  readonly options: CallOptions
  readonly cause: Cause
  /** The transaction that the call is part of. */
  readonly unit: Unit | undefined
  /** Which chunk of a batch it is, and where it goes on. */
  readonly chunk: Run['chunk']
}

/** Runs an operation: a command in a transaction of its own, or in a savepoint of the one it is part of. */
export async function execute(engine: Engine, call: Call): Promise<Run> {
  const { unit, operation } = call
  for (let attempt = 1; ; attempt++) {
    const run = start(engine, call)
    try {
      if (unit === undefined || operation.contract.kind === 'query') await through(run)
      else await unit.tx.savepoint(() => through(run))
      if (run.owner && run.unit?.view !== undefined) engine.views.keep(run.caller.actor.tenant, run.unit.view)
      return run
    } catch (error) {
      const told = await refused(run, error)
      if (attempt === attempts) throw told
      if (await outdated(engine, run.caller, unit, told, run.unseen)) continue
      if (!mayRunAgain(run, told)) throw told
    }
  }
}

/** Nothing of a refused run stays; in a transaction that it is part of, nothing of this run alone. */
async function refused(run: Run, error: unknown): Promise<unknown> {
  const { unit, owner, engine } = run
  if (owner) await unit?.tx.rollback()
  else {
    unit?.facts.splice(run.told)
    unit?.changes?.splice(run.changed)
    unit?.jobs.splice(run.enqueued)
    unit?.words.splice(run.worded)
    if (unit !== undefined) unit.held = unit.view = undefined
  }
  const told = await explainDuplicate(run, error, owner || unit === undefined ? engine.storage.session : unit.tx)
  return defined(told, engine.codes)
}

/** A transaction of the host's is his to run again. */
function mayRunAgain(run: Run, error: unknown): boolean {
  return (run.owner && isCrmError(error, 'CONFLICT')) || writeVerb(run.operation)?.again?.(run, error) === true
}

/** A dry run: all of it happens, in a transaction or savepoint that is then undone. */
export async function undone<T>(engine: Engine, unit: Unit | undefined, run: (unit: Unit) => Promise<T>): Promise<T> {
  if (unit === undefined) {
    await engine.ready()
    const tx = await engine.storage.begin()
    try {
      return await run(unitIn(tx, { changes: [] }))
    } finally {
      await tx.rollback()
    }
  }
  const undo = new Error('undo')
  let result: { readonly value: T } | undefined
  try {
    await unit.tx.savepoint(async () => {
      result = { value: await run(unitIn(unit.tx, { changes: [], view: unit.view })) }
      throw undo
    })
  } catch (error) {
    unit.held = undefined
    if (error !== undo || result === undefined) throw error
    return result.value
  }
  throw undo
}

async function through(run: Run): Promise<void> {
  try {
    await phases(run)
  } catch (error) {
    const { unit, caller } = run
    run.unseen = unit === undefined || unit.tx.expecting || unit.held?.view !== caller.view
    throw error
  }
}

async function phases(run: Run): Promise<void> {
  for (const phase of phasesOf(run)) {
    const wait = phase(run)
    if (wait !== undefined) await wait
    if (isLong(run)) await sleep(0)
    if (run.done) {
      if (run.owner) await run.unit?.tx.rollback()
      return
    }
  }
}

/** Whether a phase takes so long that the host, in whose process it runs, has its turn after each. */
const isLong = ({ raw, changes }: Run): boolean =>
  changes.length > longBatch || (Array.isArray(raw) && raw.length > longBatch)

const longBatch = 100

function phasesOf({ operation: { by, contract } }: Run): readonly Phase[] {
  if (by === 'record') return write
  return contract.kind === 'query' ? asked : handled
}

function start(engine: Engine, call: Call): Run {
  const { unit } = call
  const view = viewIn(engine, unit, call.caller)
  const now = call.cause.now ?? engine.clock.now()
  return {
    engine,
    operation: call.operation,
    caller: call.caller.under(view),
    inside: (call.inside ?? call.caller).under(view),
    options: call.options,
    cause: call.cause,
    now,
    at: formatInstant(now),
    id: call.id,
    raw: call.input,
    unit,
    owner: unit === undefined,
    told: unit?.facts.length ?? 0,
    changed: unit?.changes?.length ?? 0,
    enqueued: unit?.jobs.length ?? 0,
    worded: unit?.words.length ?? 0,
    input: undefined,
    changes: [],
    pending: [],
    facts: [],
    audits: [],
    jobs: [],
    said: new Map(),
    missing: [],
    warnings: [],
    chunk: call.chunk,
    last: null,
    claimed: undefined,
    unseen: false,
    done: false,
    result: undefined,
  }
}
