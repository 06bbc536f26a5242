import { defineEntity, field, type RowOf } from '@guanxi/core'

/** What customers were asked, and what they said: one for each time that a ticket was solved. */
export const survey = defineEntity({
  name: 'survey',
  plural: 'surveys',
  keeping: 'log',
  fields: {
    ticketId: field.ref('ticket'),
    /** Which solution of the ticket, from 1 on. */
    cycle: field.integer({ min: 1 }),
    contactId: field.ref('contact'),
    /** Who had the ticket. */
    ownerId: field.string().optional().plain(),
    state: field.enum(['sent', 'answered', 'withdrawn']),
    /** Why it was withdrawn: `reopened`, `session_closed`, or a word of the host's. */
    reason: field.string({ max: 100 }).optional().plain(),
    /** Of the token, which is kept nowhere. */
    tokenHash: field.string().plain(),
    sentAt: field.datetime(),
    expiresAt: field.datetime(),
    answeredAt: field.datetime().optional(),
    score: field.integer({ min: 0, max: 10 }).optional(),
    comment: field.text().optional().pii(),
    /** What the supervisor has to do about a low score. */
    taskId: field.ref('task').optional(),
  },
  relations: {
    ticket: { to: 'ticket', via: 'ticketId', inverse: 'surveys' },
    contact: { to: 'contact', via: 'contactId', inverse: 'surveys' },
    task: { to: 'task', via: 'taskId', inverse: 'surveys' },
  },
  unique: [['ticketId', 'cycle']],
})

/**
 * What a customer was asked about a solution of his ticket, and what he said.
 *
 * @example
 * const { surveys } = await me.tickets.get('t_1', { include: { surveys: true } })
 * const scores = surveys.map(({ score }: Survey) => score)
 */
export interface Survey extends RowOf<typeof survey.fields> {
  readonly id: string
}

/** A log has no operations: its type has rows and relations alone. */
export interface SurveyTypes {
  row: Survey
  one: { ticket: 'ticket'; contact: 'contact'; task: 'task' }
}
