import { invalid } from '../error/index.ts'
import { type Job, usualAttempts } from '../job/index.ts'
import { parseInstant } from '../time/index.ts'
import type { LaterOptions } from './hook.ts'
import { methodOf } from './method.ts'
import { plainJson } from './record/json.ts'
import type { Registered } from './registry.ts'
import { type Run, tenantOf, unitOf } from './run.ts'
import { onlyReads } from './table.ts'

/** The commands of plugins and core, each to be called later: what it is asked is stored with this transaction. */
export function laterIn(run: Run, plugin: string, options: LaterOptions = {}): object {
  const { registry } = run.engine
  const scope: Record<string, object> = {}
  for (const [resource, operations] of registry.resources) {
    const commands = operations.filter(({ by, contract }) => contract.kind === 'command' && by === 'handler')
    Object.defineProperty(scope, resource, {
      enumerable: true,
      get: () =>
        Object.freeze(
          Object.fromEntries(
            commands.map((operation) => [
              operation.key,
              methodOf(operation, async (_, id, input) => enqueue(run, plugin, operation, id, input, options)),
            ]),
          ),
        ),
    })
  }
  return Object.freeze(scope)
}

/** Takes back what waits under a key, and what this run has asked for itself. */
export async function cancelled(run: Run, plugin: string, key: string): Promise<boolean> {
  if (run.operation.contract.kind === 'query') throw onlyReads(plugin)
  const id = keyedId(run, plugin, key)
  const kept = run.jobs.filter((job) => job.id !== id)
  const own = run.jobs.length - kept.length
  run.jobs = kept
  return (await run.engine.queue.cancel(unitOf(run).tx, [id])) + own > 0
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
  run.jobs.push(job)
}
