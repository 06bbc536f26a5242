import { entityOf } from '../schema/index.ts'
import type { Preview, Warning } from './contract.ts'
import { among, countOf, holding } from './find.ts'
import { hiddenFields } from './hidden.ts'
import { fieldsChanged } from './phase/record.ts'
import type { Change } from './record/change.ts'
import { lookingOf } from './record/visible.ts'
import { type Run, tenantOf, unitOf } from './run.ts'

/** What a dry run would have done. */
export async function previewOf(run: Run): Promise<Preview> {
  const { facts, jobs, changes = [] } = unitOf(run)
  // Of this call and of those that its handler and the hooks made.
  const all = changes.slice(run.changed)
  const hidden = await elsewhere(run, all)
  const done = all.filter((change) => !hidden.has(change))
  const untold = new Set([...hidden].map(({ id }) => id))
  return {
    dryRun: true,
    changes: await changesOf(run, done),
    facts: facts
      .slice(run.told)
      .filter(({ recordId }) => !untold.has(recordId))
      .map(({ type, recordId }) => ({ type, recordId })),
    jobs: jobs.slice(run.enqueued).map(({ name }) => ({ name })),
    missing: run.missing,
    warnings: [...run.warnings, ...(await stillReferenced(run, done))],
  }
}

/** What plugins changed in records that the actor may not read. */
async function elsewhere(run: Run, changes: readonly Change[]): Promise<ReadonlySet<Change>> {
  const { policy, tenant, session } = lookingOf(run)
  const others = changes.filter((change) => !run.changes.includes(change))
  if (policy === null || others.length === 0) return new Set()
  const hidden = new Set<Change>()
  for (const entity of new Set(others.map((change) => change.entity))) {
    const own = others.filter((change) => change.entity === entity)
    const rows = own.map(({ after }) => after)
    const access = policy.entity(entity.name)
    const seen = access === undefined ? new Set() : await holding(entity, tenant, rows, access.rows, session)
    for (const change of own) if (!seen.has(change.id)) hidden.add(change)
  }
  return hidden
}

/** The changes, without the fields that the actor may not read, be it before or after. */
async function changesOf(run: Run, changes: readonly Change[]): Promise<Preview['changes']> {
  const hidden = new Map<string, Set<string>>()
  for (const entity of new Set(changes.map((change) => change.entity))) {
    const own = changes.filter((change) => change.entity === entity)
    for (const rows of [
      own.flatMap(({ before }) => (before === null ? [] : [before])),
      own.map(({ after }) => after),
    ]) {
      for (const [id, names] of await hiddenFields(lookingOf(run), entity, rows, true))
        hidden.set(id, new Set([...(hidden.get(id) ?? []), ...names]))
    }
  }
  return changes.map((change) => {
    const fields = Object.entries(fieldsChanged(change)).filter(([name]) => !hidden.get(change.id)?.has(name))
    return {
      entity: change.entity.name,
      id: change.id,
      action: change.action,
      fields: Object.fromEntries(fields),
    }
  })
}

/** Records that the actor may see and that point to what would go to the bin. */
async function stillReferenced(run: Run, changes: readonly Change[]): Promise<Warning[]> {
  const gone = changes.filter(({ action }) => action === 'delete')
  const [first] = gone
  if (first === undefined) return []
  const warnings: Warning[] = []
  const ids = gone.slice(0, 1000).map(({ id }) => id)
  for (const relation of first.entity.many.values()) {
    const entity = entityOf(run.caller.view.schema, relation.to)
    if (relation.on.name !== 'id' || entity.ownedBy !== undefined || entity.keeping === 'log') continue
    const query = { entity, tenant: tenantOf(run), access: run.caller.policy(run.now), where: among(relation.via, ids) }
    const count = await countOf(unitOf(run).tx, query)
    if (count > 0) warnings.push({ code: 'still_referenced', entity: entity.name, relation: relation.name, count })
  }
  return warnings
}
