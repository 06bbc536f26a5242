import { definePipeline } from '../../pipeline/index.ts'
import {
  type CreateOf,
  defineEntity,
  type EntityOf,
  field,
  type RowOf,
  type Staged,
  type System,
} from '../../schema/index.ts'

/** Something that a colleague is to do. It is open while `closedAt` is null, and its owner's to do. */
export const task = defineEntity({
  name: 'task',
  plural: 'tasks',
  staged: true,
  fields: {
    title: field.string({ min: 1 }).search().pii(),
    body: field.text().optional().pii(),
    priority: field.enum(['low', 'normal', 'high']).default('normal'),
    /** By which instant; the day follows from it. */
    dueAt: field.datetime().optional(),
    /** By which day, in the zone of the instance. */
    dueOn: field.date().optional(),
    outcome: field.string().optional().pii(),
    companyId: field.ref('company').optional(),
    contactId: field.ref('contact').optional(),
    dealId: field.ref('deal').optional(),
    leadId: field.ref('lead').optional(),
    /** Whose task it is. */
    ownerId: field.string().optional().plain(),
    externalId: field.string().optional().unique().plain(),
  },
  relations: {
    company: { to: 'company', via: 'companyId', inverse: 'tasks' },
    contact: { to: 'contact', via: 'contactId', inverse: 'tasks' },
    deal: { to: 'deal', via: 'dealId', inverse: 'tasks' },
    lead: { to: 'lead', via: 'leadId', inverse: 'tasks' },
    owner: { to: 'member', via: 'ownerId', on: 'userId', inverse: 'tasks' },
  },
  timeline: { at: 'closedAt', of: ['company', 'contact', 'deal', 'lead'] },
  indexes: [['ownerId', 'closedAt', 'dueOn']],
})

/**
 * The stages of tasks in an instance that brings none of its own.
 *
 * @example
 * createCrm({ storage, pipelines: { task: taskPipeline } }) // what is there unless told
 */
export const taskPipeline = definePipeline({
  entity: 'task',
  stages: { open: {}, done: { type: 'won' }, cancelled: { type: 'lost' } },
  transitions: { done: ['open'], cancelled: ['open'] },
})

/**
 * Something to be done, by a day or an instant. `stage` is `open`, `done` or `cancelled`.
 *
 * @example
 * const task: Task = await me.tasks.complete('t_1', { outcome: 'signed' })
 * console.log(task.stage) // done
 */
export interface Task extends System, Staged, RowOf<typeof task.fields> {}

/**
 * What a creation of a task takes.
 *
 * @example
 * const task: TaskCreate = { title: 'Call back', dealId: 'd_1' }
 * await me.tasks.create(task)
 */
export interface TaskCreate extends CreateOf<typeof task.fields> {
  /** The first pipeline of the entity, unless told. */
  pipeline?: string
}
export type TaskTypes = EntityOf<typeof task, Task, TaskCreate>
