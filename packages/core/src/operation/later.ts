import { invalid } from '../error/index.ts'
import { type Job, usualAttempts } from '../job/index.ts'
import { parseInstant } from '../time/index.ts'
import type { LaterOptions } from './hook.ts'
import { methodOf } from './method.ts'
import { plainJson } from './record/json.ts'
import type { Registered, Registry } from './registry.ts'
import { type Run, tenantOf, unitOf } from './run.ts'
import { onlyReads } from './table.ts'

type Ask = (operation: Registered, id: string | undefined, input: unknown) => void

/** The commands of plugins and core, each to be called later: what it is asked is stored with this transaction. */
export function laterIn(run: Run, plugin: string, options: LaterOptions = {}): object {
  const ask: Ask = (operation, id, input) => enqueue(run, plugin, operation, id, input, options)
  return Object.freeze(Object.assign(Object.create(resourcesOf(run.engine.registry)), { [asks]: ask }))
}

const asks = Symbol('asks')
const made = new WeakMap<Registry, object>()

/** What every such scope has: made once, for a thousand timers are a thousand scopes. */
function resourcesOf(registry: Registry): object {
  const known = made.get(registry)
  if (known !== undefined) return known
  const shared = {}
  for (const [resource, operations] of registry.resources) {
    const commands = operations.filter(({ by, contract }) => contract.kind === 'command' && by === 'handler')
    Object.defineProperty(shared, resource, {
      enumerable: true,
      get(this: { readonly [asks]: Ask }) {
        const methods = commands.map((operation) => [
          operation.key,
          methodOf(operation, async (_, id, input) => this[asks](operation, id, input)),
        ])
        return Object.freeze(Object.fromEntries(methods))
      },
    })
  }
  made.set(registry, Object.freeze(shared))
  return shared
}

/** Takes back what waits under a key, and what this run has asked for itself. */
export async function cancelled(run: Run, plugin: string, key: string): Promise<boolean> {
  if (run.operation.contract.kind === 'query') throw onlyReads(plugin)
  const id = keyedId(run, plugin, key)
  // What a call around this one has asked for is not written yet.
  const asked = lastWord(run, id)?.waits === true
  run.jobs = run.jobs.filter((job) => job.id !== id)
  say(run, id, false)
  return (await run.engine.queue.cancel(unitOf(run).tx, [id])) > 0 || asked
}

/** The jobs of a run about which nothing was said after it: what calls inside of it asked for later is written already. */
export function lastWords(run: Run): readonly Job[] {
  if (run.said.size === 0) return run.jobs
  const last = new Map(unitOf(run).words.map(({ id }, at) => [id, at]))
  return run.jobs.filter(({ id }) => run.said.get(id) === last.get(id))
}

const lastWord = (run: Run, id: string) => unitOf(run).words.findLast((word) => word.id === id)

function say(run: Run, id: string, waits: boolean): void {
  const { words } = unitOf(run)
  words.push({ id, waits })
  run.said.set(id, words.length - 1)
}

/** The id of what a plugin enqueues under a key. */
const keyedId = (run: Run, plugin: string, key: string): string => JSON.stringify([tenantOf(run), plugin, key])

function enqueue(
  run: Run,
  plugin: string,
  operation: Registered,
  id: string | undefined,
  input: unknown,
  { at, key, priority = 'normal', attempts = usualAttempts }: LaterOptions,
): void {
  if (run.operation.contract.kind === 'query') throw onlyReads(plugin)
  const dueAt = at === undefined ? run.at : parseInstant(at)
  if (dueAt === undefined) throw invalid('at', 'expected an instant', "Such as add(now, 'P3D').")
  const copy = plainJson(input ?? {})
  if ('problem' in copy) throw invalid(operation.name, copy.problem)
  const job: Job = {
    id: key === undefined ? run.engine.newId() : keyedId(run, plugin, key),
    ifTaken: key === undefined ? 'keep' : 'replace',
    tenant: tenantOf(run),
    owner: operation.owner,
    kind: 'call',
    name: operation.name,
    entity: operation.entity?.name ?? null,
    recordId: id ?? null,
    input: copy.value,
    priority,
    dueAt,
    lane: null,
    place: 0,
    attempts,
    cause: run.cause.fact,
    depth: run.cause.depth,
  }
  if (key !== undefined) say(run, job.id, true)
  run.jobs.push(job)
}
