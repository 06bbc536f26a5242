import { CrmError } from '../../error/index.ts'
import type { SelectQuery } from '../../query/index.ts'
import type { EntityIR, Row } from '../../schema/index.ts'
import { entityOf } from '../../schema/index.ts'
import { findAll } from '../find.ts'
import { type Run, tenantOf, unitOf } from '../run.ts'

/** References by entity and id, each with a place where it stands. */
type Wanted = Map<string, Map<string, string>>

/**
 * Every reference that the actor gives names a record of the tenant, alive and seen by him; it is locked until the
 * commit, so that it cannot go to the bin meanwhile. A record that he may not see is as good as none. Those that the
 * code of plugins sets must exist, whoever sees them.
 */
export async function checkReferences(run: Run): Promise<void> {
  const [given, set]: [Wanted, Wanted] = [new Map(), new Map()]
  const want = (
    entity: EntityIR,
    row: Row,
    before: Row | null,
    at: string,
    own: string | undefined,
    isSet: (name: string) => boolean = () => false,
  ) => {
    for (const field of entity.fields.values()) {
      if (field.kind !== 'ref') continue
      const id = row[field.name]
      if (typeof id !== 'string' || id === before?.[field.name] || id === own) continue
      const wanted = isSet(field.name) ? set : given
      const ids = wanted.get(field.to as string) ?? new Map<string, string>()
      if (!ids.has(id)) ids.set(id, at === '' ? field.name : `${at}.${field.name}`)
      wanted.set(field.to as string, ids)
    }
  }
  for (const { entity, action, after, before, at, owned, decided, generated } of run.changes) {
    if (action === 'delete') continue
    const isSet = (name: string) => decided.has(name) || Object.hasOwn(generated, name)
    want(entity, after, action === 'restore' ? null : before, at, undefined, isSet)
    for (const part of owned) {
      const place = at === '' ? part.relation.name : `${at}.${part.relation.name}`
      const index = new Map(part.rows.map((row, i) => [row.id, `${place}[${i}]`]))
      const put = (is: Row, was: Row | null) =>
        want(part.entity, is, was, index.get(is.id) ?? place, after.id as string)
      for (const row of part.inserted) put(row, null)
      for (const { before: was, after: is } of part.updated) put(is, was)
    }
  }
  await requireAll(run, given, { access: run.caller.policy(run.now), bin: 'without' })
  await requireAll(run, set, { access: null, bin: 'with' })
}

async function requireAll(run: Run, wanted: Wanted, seen: Pick<SelectQuery, 'access' | 'bin'>): Promise<void> {
  for (const [name, ids] of wanted) {
    const target = entityOf(run.caller.view.schema, name)
    const found = await findAll(unitOf(run).tx, target, tenantOf(run), [...ids.keys()], { ...seen, lock: 'share' })
    for (const [id, path] of ids) {
      if (found.has(id)) continue
      throw new CrmError('REFERENCE_NOT_FOUND', {
        details: { path, entity: name },
        hint: 'Give the id of a record that exists.',
      })
    }
  }
}
