import { type EntityIR, type FieldIR, fieldOf } from '../../schema/index.ts'
import { selectOf } from '../find.ts'
import { flush, type Run, tenantOf, unitOf } from '../run.ts'

/** Gives new records the next numbers of their serial fields. Who makes one waits for whoever is making one: there are no gaps. */
export async function numberNew(run: Run): Promise<void> {
  const made = run.changes.filter(({ action }) => action === 'create')
  for (const entity of new Set(made.map((change) => change.entity))) {
    for (const field of entity.fields.values()) {
      if (field.serial !== true) continue
      const changes = made.filter((change) => change.entity === entity)
      const last = await lastNumber(run, entity, field)
      for (const [i, change] of changes.entries()) change.after = { ...change.after, [field.name]: last + 1 + i }
    }
  }
}

async function lastNumber(run: Run, entity: EntityIR, field: FieldIR): Promise<number> {
  const { tx } = unitOf(run)
  await flush(run)
  await tx.lock(`${tenantOf(run)}/${entity.name}.${field.name}`)
  // Those in the bin keep theirs.
  const orderBy = [
    { path: { hops: [], field }, direction: 'desc' },
    { path: { hops: [], field: fieldOf(entity, 'id') }, direction: 'desc' },
  ] as const
  const [newest] = await tx.select(selectOf(entity, tenantOf(run), { orderBy, limit: 1, bin: 'with' }))
  return Number(newest?.row[field.name] ?? 0)
}
