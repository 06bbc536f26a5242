import type { InverseOf } from '../../schema/index.ts'
import type { ActivityTypes, activity } from './activity.ts'
import type { workOperations } from './contracts.ts'
import type { TaskTypes, task } from './task.ts'

/** Daily work: what was done with customers, and what is to be done. */
export interface WorkEntities {
  activity: ActivityTypes
  task: TaskTypes
}
export type WorkInverses = InverseOf<typeof activity> & InverseOf<typeof task>
export type WorkOperations = typeof workOperations
