import * as z from 'zod'
import { command, inputOf, query, recordOf } from '../../operation/index.ts'

/** Something to be done, on its day. */
const item = () =>
  z.strictObject({
    entity: z.enum(['task', 'activity']),
    id: z.string(),
    /** The title of a task; of an activity its next step. */
    title: z.string(),
    /** By which instant, where there is one. */
    at: z.string().nullable(),
    overdue: z.boolean(),
    priority: z.enum(['low', 'normal', 'high']).nullable(),
    companyId: z.string().nullable(),
    contactId: z.string().nullable(),
    dealId: z.string().nullable(),
    leadId: z.string().nullable(),
  })

/**
 * What somebody has to do on a day: an open task, or what an activity says is next. `at` is null where only the day is known.
 *
 * @example
 * const { days } = await me.tasks.agenda({ until: '2026-03-31' })
 * const late: AgendaItem[] = days.flatMap(({ items }) => items.filter(({ overdue }) => overdue))
 */
export type AgendaItem = z.output<ReturnType<typeof item>>

/** Daily work. */
export const workOperations = {
  activities: {
    log: command({
      target: 'collection',
      summary: 'Keep what was said or done with a customer, and hear who else was in touch lately.',
      input: () => inputOf('activity'),
      output: () =>
        z.strictObject({
          activity: recordOf('activity'),
          warnings: z.array(z.strictObject({ code: z.literal('recent_contact'), by: z.string(), at: z.string() })),
        }),
      errors: ['IDENTITY_REQUIRED', 'REFERENCE_NOT_FOUND', 'DUPLICATE'],
    }),
  },
  tasks: {
    complete: command({
      target: 'record',
      summary: 'A task is done.',
      input: () => z.strictObject({ outcome: z.string().min(1).max(1000).optional() }),
      output: () => recordOf('task'),
      errors: ['NOT_FOUND', 'TRANSITION_NOT_ALLOWED', 'VERSION_CONFLICT'],
    }),
    agenda: query({
      target: 'collection',
      summary: 'The actor’s open tasks and next steps, day by day; what is overdue comes first.',
      input: () => z.strictObject({ until: z.iso.date().optional() }),
      output: () =>
        z.strictObject({
          today: z.string(),
          days: z.array(z.strictObject({ on: z.string(), items: z.array(item()) })),
        }),
    }),
  },
}
