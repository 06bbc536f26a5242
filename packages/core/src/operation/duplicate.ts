import { CrmError, isCrmError } from '../error/index.ts'
import type { Literal } from '../query/index.ts'
import { fieldOf } from '../schema/index.ts'
import type { Session } from '../storage/index.ts'
import { among, selectOf } from './find.ts'
import { type Run, tenantOf } from './run.ts'

/**
 * A clash of unique fields names the field, and the other record only if the actor may see it. (One of the few things
 * that may be learned about hidden records; see `docs/architecture.md`.)
 */
export async function explainDuplicate(run: Run, error: unknown, session: Session): Promise<unknown> {
  // One that has a path was explained by the call inside that it comes from.
  if (!isCrmError(error, 'DUPLICATE') || error.path !== undefined) return error
  const { entity: name, fields } = error.details as { readonly entity?: string; readonly fields?: readonly string[] }
  const entity = name === undefined ? undefined : run.engine.schema.entities.get(name)
  const [unique] = fields ?? []
  if (entity === undefined || unique === undefined || !entity.fields.has(unique)) return error
  const changes = run.changes.filter((change) => change.entity === entity && (change.after[unique] ?? null) !== null)
  const own = new Set(changes.map(({ id }) => id))
  const others = await session.select(
    selectOf(entity, tenantOf(run), {
      where: among(
        fieldOf(entity, unique),
        changes.map(({ after }) => after[unique] as Literal),
      ),
      access: run.caller.policy(run.now),
    }),
  )
  const other = others.find(({ row }) => !own.has(row.id as string))?.row
  return new CrmError('DUPLICATE', {
    details: { path: unique, entity: entity.name, fields, ...(other === undefined ? {} : { id: other.id }) },
    hint: 'Update the other record, or give another value.',
    cause: error.cause,
  })
}
