import type { EntityIR, Row } from '../../schema/index.ts'
import { holding } from '../find.ts'
import { flush, type Run, tenantOf, unitOf } from '../run.ts'

/** The names of the fields of each row that the actor may not read, by id; `owned` lists what the rows own, too. */
export async function hiddenFields(
  run: Run,
  entity: EntityIR,
  rows: readonly Row[],
  owned = false,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const hidden = new Map(rows.map((row) => [row.id as string, new Set<string>()]))
  const policy = run.caller.policy(run.now)
  if (policy === null) return hidden
  const session = async () => {
    await flush(run)
    return unitOf(run).tx
  }
  const access = policy.entity(entity.name)
  const own = [...entity.fields.values()].filter((field) => !field.system).map((field) => field.name)
  const names = access === undefined ? own : [...access.masks.keys()]
  if (owned) names.push(...entity.owns.map((relation) => relation.name))
  for (const name of names) {
    const condition = access?.masks.get(name) ?? policy.may('read', entity, [name])
    const shown = await holding(entity, tenantOf(run), rows, condition, session)
    for (const [id, set] of hidden) if (!shown.has(id)) set.add(name)
  }
  return hidden
}

/** The one record of a run as the actor may see it: fields that he may not read are null. */
export async function visibleOne(run: Run, entity: EntityIR, row: Row): Promise<Row> {
  const hidden = (await hiddenFields(run, entity, [row])).get(row.id as string) ?? []
  return { ...row, ...Object.fromEntries([...hidden].map((name) => [name, null])) }
}
