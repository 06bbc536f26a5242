import type { CoreTypes, RowIn } from '@guanxi/core'
import type { Ticket } from '../../ticket/ticket.ts'
import type { Inside } from '../inside.ts'

/** So many of each are shown. */
const shown = 5
/** So many whose number it is are looked at. */
const mostPoints = 100
/** So many open tickets of one customer. */
const mostOpen = 20

type Order = RowIn<CoreTypes, 'order'>
type Activity = RowIn<CoreTypes, 'activity'>

/** A number as it is compared. */
export interface Called {
  readonly normal: string
  readonly e164: string | null
}

/** A number that is hidden is nobody's. */
const isNumber = ({ normal }: Called): boolean => /^\+?\d{3,}/.test(normal)

/** Who is at a number, as far as the actor may know, with what is open, and what was lately. */
export async function pop(context: Inside, called: Called) {
  return {
    number: called.normal,
    e164: called.e164,
    matches: isNumber(called) ? await matchesOf(context, called) : [],
    calls: await callsOf(context.crm, called),
  }
}

async function matchesOf({ crm }: Inside, { normal }: Called) {
  // By the index of the points: asked for those who have such a point, a database may look at every customer.
  const point = { where: { kind: 'phone' as const, normal }, limit: mostPoints }
  const contactIds = (await crm.contactPoints.list(point)).items.map(({ contactId }) => contactId)
  const companyIds = (await crm.companyPoints.list(point)).items.map(({ companyId }) => companyId)
  if (contactIds.length + companyIds.length === 0) return []
  const newest = { orderBy: [{ updatedAt: 'desc' as const }, { id: 'desc' as const }], limit: shown }
  const include = {
    tickets: { orderBy: { createdAt: 'desc' as const }, limit: shown },
    orders: { orderBy: { placedAt: 'desc' as const }, limit: shown },
    activities: { orderBy: { at: 'desc' as const }, limit: shown },
  }
  const among = (ids: readonly string[]) => ({ where: { id: { in: ids } }, ...newest, include })
  const contacts = contactIds.length === 0 ? [] : (await crm.contacts.list(among(contactIds))).items
  const companies = companyIds.length === 0 ? [] : (await crm.companies.list(among(companyIds))).items
  const open = await openOf(crm, ['contactId', contacts], ['companyId', companies])
  return [
    ...contacts.map(({ tickets, orders, activities, ...contact }) => ({
      ...{ contact, company: null, openTickets: open.filter(({ contactId }) => contactId === contact.id) },
      ...lately(tickets, orders, activities),
    })),
    ...companies.map(({ tickets, orders, activities, ...company }) => ({
      ...{ contact: null, company, openTickets: open.filter(({ companyId }) => companyId === company.id) },
      ...lately(tickets, orders, activities),
    })),
  ].slice(0, shown)
}

const lately = (
  recentTickets: readonly Ticket[],
  recentOrders: readonly Order[],
  recentActivities: readonly Activity[],
) => ({ recentTickets, recentOrders, recentActivities })

type Of = readonly ['contactId' | 'companyId', readonly { readonly id: string }[]]

/** What is open of theirs, the oldest first. */
async function openOf(crm: Inside['crm'], ...customers: readonly Of[]): Promise<readonly Ticket[]> {
  const whose = customers.flatMap(([name, all]) =>
    all.length === 0 ? [] : [{ [name]: { in: all.map(({ id }) => id) } }],
  )
  if (whose.length === 0) return []
  const where = { stage: { in: ['new', 'open', 'pending', 'hold'] as const }, or: whose }
  return (await crm.tickets.list({ where, orderBy: { createdAt: 'asc' }, limit: mostOpen * shown })).items
}

/** The last calls of a number, known or not. */
async function callsOf(crm: Inside['crm'], { normal }: Called) {
  return (await crm.calls.list({ where: { number: normal }, orderBy: { at: 'desc' }, limit: shown })).items
}
