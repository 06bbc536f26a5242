import type { Action } from '../access/index.ts'
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

/** The right that a record operation needs. */
export function actionOf(operation: Registered): Action {
  return actions[operation.key] ?? 'read'
}
