import type { Me } from './crm.ts'
import { byTime, lengthOf, padded, timeOf } from './format.ts'
import { nameOf } from './people.ts'

interface Line {
  readonly at: string
  readonly who: string
  readonly text: string
}

/** One ticket from its first mail to its survey: what was said, what was done to it, what was promised, and how it was. */
export async function story(me: Me, id: string): Promise<string> {
  const ticket = await me.tickets.get(id, { include: { contact: true, surveys: true } })
  const customer = ticket.contact?.name ?? '?'
  const lines = [...(await said(me, id, customer)), ...(await done(me, id))]
  for (const { cycle, sentAt, answeredAt, score, comment } of ticket.surveys) {
    lines.push({ at: sentAt, who: 'system', text: `asks ${customer} how it was (solution ${cycle})` })
    if (answeredAt !== null) lines.push({ at: answeredAt, who: customer, text: `${score} of 10: ${comment ?? ''}` })
  }
  const rows = lines.toSorted(byTime).map(({ at, who, text }) => `  ${timeOf(at)}  ${padded(who, 8)} ${text}`)
  return [`The story of #${ticket.number} ${ticket.subject}`, ...rows, ...(await promised(me, id))].join('\n')
}

/** Who changed what, as the audit kept it. */
async function done(me: Me, id: string): Promise<readonly Line[]> {
  const steps = await me.tickets.story(id)
  return steps.flatMap(({ at, actor, changes }) =>
    ordered(changes ?? {}).flatMap(([field, change]): Line[] => {
      const text = Array.isArray(change) ? meaning(field, change[0], change[1]) : undefined
      return text === undefined ? [] : [{ at, who: actor.startsWith('u_') ? nameOf(actor) : 'system', text }]
    }),
  )
}

/** Whose it is comes before what he has done with it. */
const ordered = (changes: object): readonly [string, unknown][] =>
  Object.entries(changes).toSorted(([a], [b]) => Number(b === 'ownerId') - Number(a === 'ownerId'))

/** What a change means to people; of most fields nothing. */
function meaning(field: string, before: unknown, after: unknown): string | undefined {
  if (field === 'stage') return before === null ? undefined : `${before} → ${after}`
  if (field === 'ownerId')
    return after === null
      ? `nobody has it now: ${nameOf(String(before))} is not there`
      : `it goes to ${nameOf(String(after))}`
  if (field === 'priority') return before === null ? undefined : `priority ${before} → ${after}`
  if (field === 'resolution' && after !== null) return `writes down: ${after}`
  if (field === 'salesTaskId') return 'tells sales: 周杰 has a task about it'
  return undefined
}

async function said(me: Me, id: string, customer: string): Promise<readonly Line[]> {
  const { items } = await me.ticketMessages.list({ where: { ticketId: id }, orderBy: { at: 'asc' }, limit: 100 })
  return items.map(({ at, direction, kind, userId, body, channel }) => {
    const who = direction === 'in' ? customer : nameOf(userId)
    return {
      at,
      who,
      text: `${kind === 'note' ? 'notes' : direction === 'in' ? `writes (${channel})` : 'answers'}: ${body}`,
    }
  })
}

async function promised(me: Me, id: string): Promise<readonly string[]> {
  const { clocks } = await me.tickets.sla(id, {})
  return clocks.map(({ metric, state, target, consumed, policy, late }) => {
    const how = late > 0 ? `, ${lengthOf(late)} late` : ''
    return `  promised   ${metric} in ${lengthOf(target)} (${policy.name}, ${policy.clock}): ${state}, used ${lengthOf(consumed)}${how}`
  })
}
