import { part } from '../part.ts'
import { activityHandlers } from './activities.ts'
import { activity } from './activity.ts'
import { workOperations } from './contracts.ts'
import { activityHooks, taskHooks } from './hooks.ts'
import { task, taskPipeline } from './task.ts'
import { taskHandlers } from './tasks.ts'

/** Daily work: what was done with customers, and what is to be done. */
export const work = part({
  entities: [activity, task],
  pipelines: { task: taskPipeline },
  hooks: { activity: activityHooks, task: taskHooks },
  operations: workOperations,
  handlers: { ...activityHandlers, ...taskHandlers },
})
