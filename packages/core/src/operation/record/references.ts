import { CrmError } from '../../error/index.ts'
import type { EntityIR, Row } from '../../schema/index.ts'
import { entityOf } from '../../schema/index.ts'
import { findAll } from '../find.ts'
import { type Run, tenantOf, unitOf } from '../run.ts'

/**
 * Every reference that is set names a record of the tenant, alive and seen by the actor; it is locked until the
 * commit, so that it cannot go to the bin meanwhile. A record that he may not see is as good as none.
 */
export async function checkReferences(run: Run): Promise<void> {
  const wanted = new Map<string, Map<string, string>>()
  const want = (entity: EntityIR, row: Row, before: Row | null, at: string, own: string | undefined) => {
    for (const field of entity.fields.values()) {
      if (field.kind !== 'ref') continue
      const id = row[field.name]
      if (typeof id !== 'string' || id === before?.[field.name] || id === own) continue
      const ids = wanted.get(field.to as string) ?? new Map<string, string>()
      if (!ids.has(id)) ids.set(id, at === '' ? field.name : `${at}.${field.name}`)
      wanted.set(field.to as string, ids)
    }
  }
  for (const { entity, action, after, before, at, owned } of run.changes) {
    if (action === 'delete') continue
    want(entity, after, action === 'restore' ? null : before, at, undefined)
    for (const part of owned) {
      const place = at === '' ? part.relation.name : `${at}.${part.relation.name}`
      const index = new Map(part.rows.map((row, i) => [row.id, `${place}[${i}]`]))
      const put = (is: Row, was: Row | null) =>
        want(part.entity, is, was, index.get(is.id) ?? place, after.id as string)
      for (const row of part.inserted) put(row, null)
      for (const { before: was, after: is } of part.updated) put(is, was)
    }
  }
  for (const [name, ids] of wanted) {
    const target = entityOf(run.engine.schema, name)
    const found = await findAll(unitOf(run).tx, target, tenantOf(run), [...ids.keys()], {
      access: run.caller.policy(run.now),
      lock: 'share',
    })
    for (const [id, path] of ids) {
      if (found.has(id)) continue
      throw new CrmError('REFERENCE_NOT_FOUND', {
        details: { path, entity: name },
        hint: 'Give the id of a record that exists.',
      })
    }
  }
}
