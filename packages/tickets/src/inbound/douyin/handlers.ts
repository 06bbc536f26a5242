import type { CoreTypes, HandlersOf } from '@guanxi/core'
import type { TicketsTypes } from '../../types.ts'
import type { Inside } from '../inside.ts'
import { type DouyinForm, type DouyinReader, formOf } from './form.ts'
import type { douyinOperations } from './operations.ts'

const source = 'douyin'

export const douyinHandlers = (
  read: DouyinReader | undefined,
): HandlersOf<CoreTypes & TicketsTypes, typeof douyinOperations> => ({
  inbound: {
    async douyin(context, payload) {
      const form = formOf(read, payload)
      const { crm, table, phones } = context
      const externalId = `${source}:${form.id}`
      const normal = form.phone === undefined ? null : phones.normalize(form.phone).normal
      // Two forms of one person at the same time are one after the other.
      for (const key of [externalId, normal ?? ''].sort()) await table('chatSession').lock(`${source} ${key}`)
      const same = await knownForm(crm, externalId)
      if (same !== undefined) return same
      const waiting = normal === null ? undefined : await openLead(crm, normal)
      if (waiting !== undefined) {
        await crm.activities.create({ ...whatWasSaid(form, externalId), leadId: waiting.id, ownerId: waiting.ownerId })
        return { result: 'attached' as const, leadId: waiting.id, customer: null, customerId: null }
      }
      const { id: _, ...person } = form
      const captured = await crm.leads.capture({ ...person, source, externalId })
      if (captured.status === 'created')
        return { result: 'created' as const, leadId: captured.lead.id, customer: null, customerId: null }
      const { customer, customerId, ownedBy } = captured
      const whose = customer === 'contact' ? { contactId: customerId } : { companyId: customerId }
      await crm.activities.create({ ...whatWasSaid(form, externalId), ...whose, ownerId: ownedBy })
      return { result: 'attached' as const, leadId: null, customer, customerId }
    },
  },
})

/** What became of a form that has come before. */
async function knownForm(crm: Inside['crm'], externalId: string) {
  const [lead] = (await crm.leads.list({ where: { externalId }, limit: 1 })).items
  if (lead !== undefined) return { result: 'duplicate' as const, leadId: lead.id, customer: null, customerId: null }
  const [said] = (await crm.activities.list({ where: { externalId }, limit: 1 })).items
  if (said === undefined) return undefined
  const { leadId, contactId, companyId } = said
  const customer = contactId !== null ? ('contact' as const) : companyId !== null ? ('company' as const) : null
  return { result: 'duplicate' as const, leadId, customer, customerId: contactId ?? companyId }
}

async function openLead(crm: Inside['crm'], phone: string) {
  const where = { phone, closedAt: null }
  return (await crm.leads.list({ where, orderBy: { createdAt: 'asc' }, limit: 1 })).items[0]
}

/** Somebody who is known has asked for something once more. */
function whatWasSaid({ campaign, need, name }: DouyinForm, externalId: string) {
  return {
    kind: 'note' as const,
    direction: 'in' as const,
    subject: ['抖音', campaign, name].filter((part) => part !== undefined).join(' · '),
    ...(need === undefined ? {} : { body: need }),
    externalId,
  }
}
