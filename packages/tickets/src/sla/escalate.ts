import type { TicketCreate } from '../ticket/ticket.ts'
import { isOpen } from './clock.ts'
import { ruleOf } from './from-policy.ts'
import type { Inside } from './inside.ts'
import type { SlaMetric } from './metric.ts'
import type { SlaAction } from './policy.ts'

type TicketPatch = Partial<TicketCreate>

interface Which {
  readonly metric: SlaMetric
  readonly instance: number
  readonly rule: string
}

/** Does once what its policy says about a clock that has come so far, unless it has ended meanwhile. */
export async function escalate(
  { crm, table, emit }: Inside,
  id: string,
  { metric, instance, rule }: Which,
): Promise<void> {
  const { priority } = await crm.tickets.get(id)
  await table('ticket').hold([id])
  const [clock] = await table('slaClock').all({ ticketId: id, metric, instance })
  if (clock === undefined) return
  if (!isOpen(clock) || !clock.fired.includes(rule) || clock.acted.includes(rule)) return
  await table('slaClock').update({ id: clock.id }, { acted: [...clock.acted, rule] })
  const policies = await table('slaPolicy').remembered('with')
  const actions = policies
    .flatMap(({ id, escalations }) => (id === clock.policy.id ? escalations : []))
    .filter((one) => one.metric === metric && ruleOf(one) === rule)
    .flatMap((one) => one.actions)
  const patches = actions.flatMap((action) => patchOf(action, priority) ?? [])
  const tags = actions.flatMap((action) => (action.do === 'tag' ? [action.tag] : []))
  const whole: TicketPatch = Object.assign(
    {},
    ...patches,
    tags.length === 0 ? {} : { tags: { add: [...new Set(tags)] } },
  )
  if (Object.keys(whole).length > 0) await crm.tickets.update(id, whole)
  const notify = actions.flatMap((action) => (action.do === 'notify' ? [action.whom] : []))
  const { dueAt, state } = clock
  emit(
    'ticket.escalated',
    { metric: clock.metric, instance, rule, state, dueAt, notify },
    { entity: 'ticket', recordId: id },
  )
}

const levels = ['low', 'normal', 'high', 'urgent'] as const

function patchOf(action: SlaAction, priority: (typeof levels)[number]): TicketPatch | undefined {
  if (action.do === 'raise') return { priority: levels[levels.indexOf(priority) + 1] ?? priority }
  if (action.do !== 'assign') return undefined
  const { do: _, ...whose } = action
  return whose
}
