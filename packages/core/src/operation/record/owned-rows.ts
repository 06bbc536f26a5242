import { type EntityIR, entityOf, type ManyIR, type Row } from '../../schema/index.ts'
import { among, chunksOf, selectAll, selectOf } from '../find.ts'
import { type Run, tenantOf, unitOf } from '../run.ts'
import type { Change } from './change.ts'

/** What the records of a run own, where it matters to what is done: one statement for each list, however many records. */
export async function loadOwned(run: Run): Promise<void> {
  const [first] = run.changes
  if (first === undefined) return
  for (const relation of first.entity.owns) {
    const owned = entityOf(run.caller.view.schema, relation.to)
    const changes = run.changes.filter((change) => change.before !== null && asksForRows(change, relation, owned))
    if (changes.length === 0) continue
    const rows = await rowsOf(run, relation, changes)
    for (const { there, before } of changes) there.set(relation.name, rows.get(before?.[relation.on.name]) ?? [])
  }
}

/** Whether the rows matter: they are written, go where their owner goes, or values that follow from them are at stake. */
function asksForRows({ action, entity, before, input }: Change, { name }: ManyIR, owned: EntityIR): boolean {
  if (action === 'delete' || action === 'restore') return true
  const writes = (names: readonly string[]) => names.some((each) => input[each] !== undefined)
  if (writes([name]) && (entity.derive !== undefined || !addsAlone(owned, input[name]))) return true
  if (entity.arrange.some(({ of }) => of.includes(name) && writes(of))) return true
  if (entity.identity.includes(name) && hasNone(entity, { ...before, ...input })) return true
  if (entity.derive === undefined) return false
  return entity.derived === undefined || writes(entity.derived)
}

/** Whether rows come and none of those that are there is meant: a long list grows at the cost of what comes. */
function addsAlone({ key }: EntityIR, given: unknown): boolean {
  if (Array.isArray(given)) return false
  const { add = [], remove = [] } = given as { readonly add?: readonly Row[]; readonly remove?: readonly string[] }
  return key.length === 0 && remove.length === 0 && add.every(({ id }) => id === undefined)
}

/** Whether none of the fields that make an identity has a value. */
const hasNone = ({ identity }: EntityIR, row: Row): boolean => identity.every((name) => (row[name] ?? null) === null)

async function rowsOf(run: Run, relation: ManyIR, changes: readonly Change[]): Promise<Map<unknown, Row[]>> {
  const entity = entityOf(run.caller.view.schema, relation.to)
  const owners = changes.map(({ before }) => before?.[relation.on.name] as string)
  const bin = changes.some(({ action }) => action === 'restore') ? 'only' : 'without'
  const found = new Map<unknown, Row[]>()
  for (const some of chunksOf(owners)) {
    const query = selectOf(entity, tenantOf(run), { where: among(relation.via, some), bin })
    for (const row of await selectAll(unitOf(run).tx, query)) {
      const owner = row[relation.via.name]
      found.set(owner, [...(found.get(owner) ?? []), row])
    }
  }
  return found
}
