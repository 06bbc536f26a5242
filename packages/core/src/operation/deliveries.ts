import type { Fact } from '../event/index.ts'
import type { Job } from '../job/index.ts'
import { findAll } from './find.ts'
import { flush, type Run, tenantOf, unitOf } from './run.ts'
import { factAbout } from './told.ts'

/** How many facts may lead to each other before the chain is cut. */
export const longestChain = 5

/** Told where a chain of facts was cut: who was not told of which fact any more. */
export const chainCut = 'loop_cut'

/** What is told of the facts of a run that nobody is told of any more, because too many led to them. */
export function cutOff(run: Run): readonly Fact[] {
  const { consumers, logger } = run.engine
  return run.facts.flatMap(({ type, depth, entity, recordId, version }) => {
    const told = type === chainCut || depth < longestChain ? undefined : consumers.get(type)
    if (told === undefined) return []
    const data = { type, consumers: told.map(({ operation }) => operation.name) }
    logger.warn('a chain of facts was cut', { code: 'LOOP_CUT', ...data, recordId })
    return [factAbout(run, { type: chainCut, entity, recordId, version, data })]
  })
}

/** A job for each consumer of each fact of this run. Of one record a consumer is told in the order of what happened. */
export async function deliveries(run: Run): Promise<readonly Job[]> {
  const { consumers } = run.engine
  const heard = run.facts.filter(
    ({ type, depth }) => consumers.has(type) && (depth < longestChain || type === chainCut),
  )
  if (heard.length === 0) return []
  const places = await placesOf(run, heard)
  return heard.flatMap((fact) =>
    (consumers.get(fact.type) ?? []).map(({ plugin, operation: { name }, attempts }): Job => {
      const { tenant, entity, recordId } = fact
      return {
        id: run.engine.newId(),
        ifTaken: 'keep',
        tenant,
        owner: plugin,
        kind: 'fact',
        name,
        entity,
        recordId,
        input: fact.id,
        priority: 'normal',
        dueAt: run.at,
        lane: JSON.stringify([name, tenant, entity, recordId]),
        place: places.get(fact) ?? 0,
        attempts,
        cause: fact.id,
        depth: fact.depth + 1,
      }
    }),
  )
}

/** The versions of the records as they are now: by them facts are in order, whatever the clocks of the processes say. */
async function placesOf(run: Run, facts: readonly Fact[]): Promise<ReadonlyMap<Fact, number>> {
  const places = new Map(facts.map((fact) => [fact, fact.version]))
  const emitted = facts.filter(({ version }) => version === 0)
  for (const name of new Set(emitted.map(({ entity }) => entity))) {
    const of = emitted.filter((fact) => fact.entity === name)
    const entity = run.caller.view.schema.entities.get(name)
    if (entity === undefined || !entity.fields.has('version')) continue
    await flush(run)
    const ids = [...new Set(of.map(({ recordId }) => recordId))]
    const rows = await findAll(unitOf(run).tx, entity, tenantOf(run), ids, { bin: 'with' })
    for (const fact of of) places.set(fact, Number(rows.get(fact.recordId)?.version ?? 0))
  }
  return places
}
