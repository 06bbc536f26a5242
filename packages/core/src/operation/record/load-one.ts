import type { Action } from '../../access/index.ts'
import { CrmError } from '../../error/index.ts'
import { type EntityIR, entityOf, type Row } from '../../schema/index.ts'
import { findAll, holding } from '../find.ts'
import { actionOf } from '../permission.ts'
import { type Run, tenantOf, unitOf } from '../run.ts'

interface Loading {
  /** From among those alive, unless told. */
  readonly bin?: 'without' | 'only' | 'with'
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
  const entity = entityOfRun(run)
  const row = await lockOne(run, id, bin)
  const policy = run.caller.policy(run.now)
  if (policy !== null) {
    const session = async () => unitOf(run).tx
    const readable = policy.entity(entity.name)
    if (readable === undefined) throw missing(entity)
    if ((await holding(entity, tenantOf(run), [row], readable.rows, session)).size === 0) throw missing(entity)
    const allowed = policy.may(right, entity, fieldsOf(entity, Object.keys(writing)))
    if ((await holding(entity, tenantOf(run), [row], allowed, session)).size === 0) throw forbidden(run)
  }
  expectVersion(run, row)
  return row
}

/** One record, locked, whoever may see it; `NOT_FOUND` if there is none. */
export async function lockOne(run: Run, id: string, bin: 'without' | 'only' | 'with' = 'without'): Promise<Row> {
  const entity = entityOfRun(run)
  const found = await findAll(unitOf(run).tx, entity, tenantOf(run), [id], { bin, lock: 'update' })
  const row = found.get(id)
  if (row === undefined) throw missing(entity)
  return row
}

/** The record has the version that the caller expects, or `VERSION_CONFLICT`. */
export function expectVersion(run: Run, { id, version: actual }: Row): void {
  const expected = run.options.ifVersion
  if (expected === undefined || expected === actual) return
  throw new CrmError('VERSION_CONFLICT', {
    details: { path: 'options.ifVersion', entity: entityOfRun(run).name, id, expected, actual },
    hint: 'Read the record again and repeat the change.',
  })
}

const missing = ({ name }: EntityIR): CrmError => new CrmError('NOT_FOUND', { details: { path: 'id', entity: name } })

export const forbidden = (run: Run): CrmError =>
  new CrmError('FORBIDDEN', {
    details: { permission: run.operation.name },
    hint: 'The roles of the actor do not grant it on this record or these fields.',
  })

/** The entity of a record operation, as it is for its caller. */
export function entityOfRun({ operation, caller }: Pick<Run, 'operation' | 'caller'>): EntityIR {
  if (operation.entity === undefined) throw new TypeError(`${operation.name} is not about an entity`)
  return entityOf(caller.view.schema, operation.entity.name)
}

/** Those of the names that have rights of their own: fields, and what the record owns. Stages go with the record. */
export function fieldsOf({ fields, owns }: EntityIR, names: readonly string[]): readonly string[] {
  return names.filter((name) => fields.get(name)?.system === false || owns.some((relation) => relation.name === name))
}
