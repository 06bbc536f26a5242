import { CrmError } from '@guanxi/core'
import type { Inside } from '../sla/inside.ts'
import { rulesOf, type SurveyOptions } from './options.ts'
import type { Survey } from './survey.ts'
import { hashOf, solutionOf } from './token.ts'

/** What a token stands for, for those who may read the ticket: the host's own system, that shows the form. */
async function surveyOf({ crm, table }: Inside, token: string) {
  const solution = solutionOf(token)
  const [row] = solution === undefined ? [] : await table('survey').all({ ...solution })
  if (row === undefined || row.tokenHash !== (await hashOf(token)))
    throw new CrmError('NOT_FOUND', { details: { entity: 'survey' } })
  return { row, ticket: await crm.tickets.get(row.ticketId) }
}

function notOver({ state, expiresAt, reason }: Survey, now: string): void {
  if (state === 'withdrawn') throw new CrmError('SURVEY_OVER', { details: { reason } })
  if (now >= expiresAt) throw new CrmError('SURVEY_OVER', { details: { reason: 'expired' } })
}

/** What he is asked. */
export async function form(context: Inside, token: string) {
  const { row, ticket } = await surveyOf(context, token)
  notOver(row, context.now)
  const { number, subject } = ticket
  const { expiresAt, state } = row
  return { number, subject, scale: [0, 10] as [number, number], expiresAt, answered: state === 'answered' }
}

/** What he says. Of two answers at once one counts. */
export async function answer(
  context: Inside,
  options: SurveyOptions,
  { token, score, comment = null }: { token: string; score: number; comment?: string | null | undefined },
) {
  const { table, emit, later, now, actor } = context
  const { row, ticket } = await surveyOf(context, token)
  if (row.state !== 'answered') notOver(row, now)
  const said = { state: 'answered' as const, score, comment, answeredAt: now }
  if ((await table('survey').update({ id: row.id, state: 'sent' }, said)) === 0) throw new CrmError('ALREADY_ANSWERED')
  const { cycle } = row
  await table('ticket').set(ticket.id, { score })
  emit('survey.answered', { cycle, score }, { entity: 'ticket', recordId: ticket.id })
  // What he said is kept, whatever becomes of the alert.
  if (score < rulesOf(options, actor.tenant).alertBelow) await later().surveys.alert({ ticketId: ticket.id, cycle })
  return { number: ticket.number, score, answeredAt: now }
}
