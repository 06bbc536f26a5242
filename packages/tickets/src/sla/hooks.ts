import { type CoreTypes, type Done, type EntityHooks, invalid } from '@guanxi/core'
import type { CalendarDefinition } from '@guanxi/core/calendar'
import { checkWhen, under } from '../matching.ts'
import { isAnswer, isOfCustomer } from '../ticket/heard.ts'
import type { Ticket } from '../ticket/ticket.ts'
import type { TicketsTypes } from '../types.ts'
import { asItIs, bring, type Item, policiesOf } from './bring.ts'
import { concern } from './concern.ts'
import { hasDays } from './duration.ts'
import type { Inside } from './inside.ts'
import type { Happening } from './metric.ts'
import type { SlaPolicy } from './policy.ts'
import type { Calendars } from './work-time.ts'

type Hooks<E extends 'ticket' | 'slaPolicy' | 'businessCalendar'> = EntityHooks<CoreTypes & TicketsTypes, E>

/** Whatever happens to tickets is told to their clocks, in the same transaction. */
export const clockHooks = (calendars: Calendars): Hooks<'ticket'> => ({
  async afterWrite(changes, context) {
    const concerns = concern(context, await policiesOf(context))
    const items = changes.flatMap((change) => {
      const happenings = happeningsOf(change)
      return concerns(change, happenings) ? [itemOf(change, happenings)] : []
    })
    if (items.length > 0) await bring(context, calendars, items, 'news')
  },
})

function happeningsOf({ before, after, lists }: Done<Ticket>): readonly Happening[] {
  const found: Happening[] = before === null ? ['created'] : []
  for (const message of lists.messages?.added ?? []) {
    if (isOfCustomer(message)) found.push('message')
    // What was said before there was this ticket is no answer to it.
    if (isAnswer(message) && String(message.at) >= after.createdAt) found.push('reply')
  }
  if (after.mergedIntoId !== null && before?.mergedIntoId === null) found.push('gone')
  const over = ({ stage }: Ticket) => stage === 'solved' || stage === 'closed'
  if (before !== null && over(after) && !over(before)) found.push('solved')
  if (before !== null && !over(after) && over(before)) found.push('reopened')
  return found
}

const itemOf = ({ before, after }: Done<Ticket>, happenings: readonly Happening[]): Item => ({
  ...asItIs(after),
  happenings,
  answered: (before?.firstRepliedAt ?? null) !== null,
})

/** A policy is sound when it is written; what has changed of it holds for the open clocks soon after. */
export const policyHooks: Hooks<'slaPolicy'> = {
  beforeWrite(changes, context) {
    for (const { action, before, input, at } of changes)
      if (action !== 'delete') checkPolicy(context, { clock: 'business', when: {}, ...before, ...input }, at)
  },
  async afterWrite(changes, context) {
    for (const { action, id } of changes) if (action !== 'create') await follow(context, id)
  },
}

type Written = Pick<SlaPolicy, 'when' | 'clock'> & Partial<Pick<SlaPolicy, 'calendarId' | 'targets'>>

function checkPolicy(context: Inside, { when, clock, calendarId, targets = {} }: Written, at: string) {
  const path = (name: string) => (at === '' ? name : `${at}.${name}`)
  if (clock === 'business' && (calendarId ?? null) === null)
    throw invalid(path('calendarId'), 'is missing: a business clock counts by a calendar', "Or say clock: 'calendar'.")
  for (const [priority, promised] of Object.entries(targets))
    for (const [metric, duration] of Object.entries(promised))
      if (clock === 'business' && hasDays(duration))
        throw invalid(
          path(`targets.${priority}.${metric}`),
          'speaks of days, which have no length in business hours',
          'Say hours: PT16H.',
        )
  checkWhen(context, when, path('when'))
}

/** A calendar is sound when it is written, and those who count by it are told. */
export const calendarHooks = (calendars: Calendars): Hooks<'businessCalendar'> => ({
  actions: ['create', 'update'],
  beforeWrite(changes) {
    for (const { input, at } of changes) {
      if (input.definition === undefined) continue
      try {
        calendars.of(input.definition as CalendarDefinition)
      } catch (error) {
        throw under(at === '' ? 'definition' : `${at}.definition`, error)
      }
    }
  },
  async afterWrite(changes, context) {
    for (const { action, id } of changes) {
      if (action === 'create') continue
      const policies = await context.table('slaPolicy').all({ calendarId: id })
      for (const policy of policies) await follow(context, policy.id)
    }
  },
})

async function follow({ later }: Inside, policyId: string): Promise<void> {
  await later({ key: `sla policy ${policyId}` }).sla.follow({ policyId })
}
