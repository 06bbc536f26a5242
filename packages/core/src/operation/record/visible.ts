import type { EntityIR, Row } from '../../schema/index.ts'
import { holding } from '../find.ts'
import { flush, type Run, tenantOf, unitOf } from '../run.ts'

/** Written records as the actor may see them: fields that he may not read are null. */
export async function visible(run: Run, entity: EntityIR, rows: readonly Row[]): Promise<readonly Row[]> {
  const policy = run.caller.policy(run.now)
  if (policy === null) return rows
  const session = async () => {
    await flush(run)
    return unitOf(run).tx
  }
  const access = policy.entity(entity.name)
  const hide = (row: Row, names: Iterable<string>) => ({
    ...row,
    ...Object.fromEntries([...names].map((name) => [name, null])),
  })
  const own = [...entity.fields.values()].filter((field) => !field.system).map((field) => field.name)
  if (access === undefined) return rows.map((row) => hide(row, own))
  let seen = rows
  for (const [name, condition] of access.masks) {
    const shown = await holding(entity, tenantOf(run), rows, condition, session)
    seen = seen.map((row) => (shown.has(row.id as string) ? row : hide(row, [name])))
  }
  return seen
}

/** The one record of a run, as the actor may see it. */
export async function visibleOne(run: Run, entity: EntityIR, row: Row): Promise<Row> {
  const [seen] = await visible(run, entity, [row])
  return seen ?? row
}
