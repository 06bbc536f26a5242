import type { Action } from '../../access/index.ts'
import { CrmError } from '../../error/index.ts'
import type { EntityIR, Row } from '../../schema/index.ts'
import { findAll, holding } from '../find.ts'
import { actionOf } from '../permission.ts'
import type { Registered } from '../registry.ts'
import { type Run, tenantOf, unitOf } from '../run.ts'

interface Loading {
  /** From the bin, instead of from among those alive. */
  readonly bin?: 'without' | 'only'
  /** The right that it takes; the operation's own unless told. */
  readonly right?: Action
  /** The fields that are about to be written. */
  readonly writing?: Row
}

/**
 * One record for a change: locked, of the version expected, and the actor may read it (`NOT_FOUND` else) and do this
 * to it (`FORBIDDEN` else).
 */
export async function loadOne(
  run: Run,
  id: string,
  { bin = 'without', writing = {}, right = actionOf(run.operation) }: Loading = {},
): Promise<Row> {
  const entity = entityOfRun(run.operation)
  const { tx } = unitOf(run)
  const found = await findAll(tx, entity, tenantOf(run), [id], { bin, lock: 'update' })
  const row = found.get(id)
  const missing = () => new CrmError('NOT_FOUND', { details: { path: 'id', entity: entity.name } })
  if (row === undefined) throw missing()
  const policy = run.caller.policy(run.now)
  if (policy !== null) {
    const session = async () => tx
    const readable = policy.entity(entity.name)
    if (readable === undefined) throw missing()
    if ((await holding(entity, tenantOf(run), [row], readable.rows, session)).size === 0) throw missing()
    const allowed = policy.may(right, entity, fieldsOf(entity, Object.keys(writing)))
    if ((await holding(entity, tenantOf(run), [row], allowed, session)).size === 0) throw forbidden(run)
  }
  const expected = run.options.ifVersion
  if (expected !== undefined && expected !== row.version) {
    throw new CrmError('VERSION_CONFLICT', {
      details: { path: 'options.ifVersion', entity: entity.name, id, expected, actual: row.version },
      hint: 'Read the record again and repeat the change.',
    })
  }
  return row
}

export const forbidden = (run: Run): CrmError =>
  new CrmError('FORBIDDEN', {
    details: { permission: run.operation.name },
    hint: 'The roles of the actor do not grant it on this record or these fields.',
  })

/** The entity of a record operation. */
export function entityOfRun(operation: Registered): EntityIR {
  if (operation.entity === undefined) throw new TypeError(`${operation.name} is not about an entity`)
  return operation.entity
}

/** Those of the names that have rights of their own: fields, and what the record owns. Stages go with the record. */
export function fieldsOf({ fields, owns }: EntityIR, names: readonly string[]): readonly string[] {
  return names.filter((name) => fields.get(name)?.system === false || owns.some((relation) => relation.name === name))
}
