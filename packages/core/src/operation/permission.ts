import type { Action } from '../access/index.ts'
import type { WriteAction } from './hook.ts'
import type { Registered } from './registry.ts'

const actions: Readonly<Record<string, Action>> = {
  create: 'create',
  createMany: 'create',
  upsert: 'create',
  update: 'update',
  updateMany: 'update',
  delete: 'delete',
  deleteMany: 'delete',
  restore: 'delete',
  move: 'move',
}

/** The right that a record operation needs to be called at all. */
export function actionOf(operation: Registered): Action {
  return actions[operation.key] ?? 'read'
}

/** The right that a change of one record needs. An upsert may turn out to be either. */
export function rightOf(action: WriteAction): Action {
  return action === 'restore' ? 'delete' : action
}
