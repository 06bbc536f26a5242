import { definePlugin } from '@guanxi/core'
import { couriersOf } from './couriers.ts'
import { entities } from './entities.ts'
import { errors } from './errors.ts'
import { handlersOf } from './handlers.ts'
import { hooksOf } from './hooks.ts'
import { knowledgeFlow } from './knowledge/flow.ts'
import { measures } from './metrics/measures.ts'
import { rollups } from './metrics/rollups.ts'
import { migrations } from './migrations/index.ts'
import { operations } from './operations.ts'
import type { TicketsOptions } from './options.ts'
import { roles } from './roles.ts'
import { Calendars } from './sla/work-time.ts'
import { checkSurvey } from './survey/options.ts'
import { ticketFlow } from './ticket/flow.ts'
import type { TicketsTypes } from './types.ts'

/**
 * Service tickets.
 *
 * @example
 * const crm = createCrm({ storage: sqlite('app.db'), plugins: [tickets()] })
 * await crm.migrate()
 */
export const tickets = (options: TicketsOptions = {}) => {
  checkSurvey(options.survey)
  const calendars = new Calendars()
  return definePlugin<TicketsTypes>({
    id: 'tickets',
    version: '0.6.0',
    entities,
    pipelines: { tickets: ticketFlow, knowledge: knowledgeFlow },
    operations,
    handlers: handlersOf(options, calendars),
    hooks: hooksOf(options, calendars),
    couriers: couriersOf(options),
    facts: [
      ...(['ticket.replied', 'ticket.received', 'ticket.merged', 'ticket.breached', 'ticket.escalated'] as const),
      ...(['ticket.posted', 'ticket.filed', 'device.alarmed'] as const),
      ...(['survey.sent', 'survey.answered', 'survey.low'] as const),
      ...(['ticket.assigned', 'ticket.queued'] as const),
      ...(['article.published', 'article.flagged'] as const),
    ],
    rollups,
    measures,
    errors,
    roles,
    migrations,
  })
}
