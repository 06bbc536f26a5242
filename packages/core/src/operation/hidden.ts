import type { Policy } from '../access/index.ts'
import type { EntityIR, Row } from '../schema/index.ts'
import type { Session } from '../storage/index.ts'
import { holding } from './find.ts'

/** Whose eyes, and where to look when a rule goes over a relation. */
export interface Looking {
  /** Null: everything is seen. */
  readonly policy: Policy | null
  readonly tenant: string
  readonly session: () => Promise<Session>
}

/** The names of the fields of each row that the actor may not read, by id; `owned` lists what the rows own, too. */
export async function hiddenFields(
  { policy, tenant, session }: Looking,
  entity: EntityIR,
  rows: readonly Row[],
  owned = false,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const hidden = new Map(rows.map((row) => [row.id as string, new Set<string>()]))
  if (policy === null) return hidden
  const access = policy.entity(entity.name)
  const own = [...entity.fields.values()].filter((field) => !field.system).map((field) => field.name)
  const names = access === undefined ? own : [...access.masks.keys()]
  if (owned) names.push(...entity.owns.map((relation) => relation.name))
  for (const name of names) {
    const condition = access?.masks.get(name) ?? policy.may('read', entity, [name])
    const shown = await holding(entity, tenant, rows, condition, session)
    for (const [id, set] of hidden) if (!shown.has(id)) set.add(name)
  }
  return hidden
}
