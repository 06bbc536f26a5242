import { selectAll, selectOf } from '../operation/index.ts'
import { entityOf, type FieldIR, overlaid, type Row, type Schema } from '../schema/index.ts'
import type { Session } from '../storage/index.ts'
import { fieldOfStored } from './fields.ts'
import type { StoredField } from './stored.ts'

/** The schema of a tenant with the fields, too, that he has removed without purging them: their values are still there. */
export async function withRemoved(session: Session, tenant: string, base: Schema, schema: Schema): Promise<Schema> {
  const query = selectOf(entityOf(base, 'customField'), tenant, { bin: 'with' })
  const stored = (await selectAll(session, query)) as readonly (Row & StoredField)[]
  if (stored.every(({ deletedAt }) => deletedAt === null)) return schema
  const fields = new Map<string, Map<string, FieldIR>>()
  for (const field of stored.toSorted((a, b) => Number(b.deletedAt !== null) - Number(a.deletedAt !== null))) {
    const own = fields.get(field.entity) ?? new Map<string, FieldIR>()
    // One that was defined again takes the place of the one that was removed.
    const found = fieldOfStored({ ...field, default: null })
    own.set(found.name, found)
    fields.set(field.entity, own)
  }
  return overlaid(base, {
    fields: new Map([...fields].map(([name, own]) => [name, [...own.values()]])),
    stages: new Map(),
  })
}
