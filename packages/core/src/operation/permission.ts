import type { Action } from '../access/index.ts'
import { CrmError } from '../error/index.ts'
import type { WriteAction } from './hook.ts'
import { grantedByName, type Registered } from './registry.ts'

const actions: Readonly<Record<string, Action>> = {
  create: 'create',
  createMany: 'create',
  upsert: 'create',
  update: 'update',
  updateMany: 'update',
  reconvert: 'update',
  delete: 'delete',
  deleteMany: 'delete',
  restore: 'delete',
  move: 'move',
  share: 'update',
}

/** None of the roles of the actor grants an operation. */
export function notGranted(operation: Registered): CrmError {
  const { name } = operation
  return new CrmError('FORBIDDEN', {
    details: { permission: name },
    hint: grantedByName(operation)
      ? `A role grants it with operations: ['${name}'].`
      : 'None of the roles of the actor grants it.',
  })
}

/** The right that a record operation needs to be called at all. */
export function actionOf(operation: Registered): Action {
  return actions[operation.key] ?? 'read'
}

/** The right that a change of one record needs. An upsert may turn out to be either. */
export function rightOf(action: WriteAction): Action {
  return action === 'restore' ? 'delete' : action
}
