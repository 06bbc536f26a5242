import { CrmError, isCrmError } from '../error/index.ts'
import type { Condition, Literal } from '../query/index.ts'
import { fieldOf, type Row } from '../schema/index.ts'
import type { Session } from '../storage/index.ts'
import { among, selectAll, selectOf } from './find.ts'
import { type Run, tenantOf } from './run.ts'

/**
 * A clash of unique fields names the field, and the other record only if the actor may see it. (One of the few things
 * that may be learned about hidden records; see `docs/architecture.md`.)
 */
export async function explainDuplicate(run: Run, error: unknown, session: Session): Promise<unknown> {
  // One that has a path was explained by the call inside that it comes from.
  if (!isCrmError(error, 'DUPLICATE') || error.path !== undefined) return error
  const { entity: name, fields = [] } = error.details as {
    readonly entity?: string
    readonly fields?: readonly string[]
  }
  const entity = name === undefined ? undefined : run.caller.view.schema.entities.get(name)
  const [path] = fields
  if (entity === undefined || path === undefined || !fields.every((field) => entity.fields.has(field))) return error
  const changes = run.changes.filter(
    (change) => change.entity === entity && fields.every((field) => (change.after[field] ?? null) !== null),
  )
  const own = new Set(changes.map(({ id }) => id))
  const keyOf = (row: Row) => JSON.stringify(fields.map((field) => row[field]))
  const keys = new Set(changes.map(({ after }) => keyOf(after)))
  const all = fields.map((field): Condition => {
    return among(fieldOf(entity, field), [...new Set(changes.map(({ after }) => after[field] as Literal))])
  })
  const access = run.caller.policy(run.now)
  const others = await selectAll(session, selectOf(entity, tenantOf(run), { where: { node: 'and', all }, access }))
  const other = others.find((row) => !own.has(row.id as string) && keys.has(keyOf(row)))
  return new CrmError('DUPLICATE', {
    details: { path, entity: entity.name, fields, ...(other === undefined ? {} : { id: other.id }) },
    hint: 'Update the other record, or give another value.',
    cause: error.cause,
  })
}
