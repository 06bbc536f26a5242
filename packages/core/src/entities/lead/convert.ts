import { CrmError, isCrmError, placed } from '../../error/index.ts'
import type { Context, HandlersOf, Scope } from '../../plugin/index.ts'
import { nested, type RowIn } from '../../schema/index.ts'
import type { CoreTypes } from '../core-types.ts'
import type { CompanyCreate } from '../customer/company.ts'
import type { ContactCreate } from '../customer/contact.ts'
import type { DealCreate } from '../sales/deal.ts'
import { wonStage } from '../won-stage.ts'
import type { leadOperations } from './contracts.ts'
import { checkGiven } from './given.ts'
import { valuesOf } from './mapping.ts'
import { pointsOf } from './reachable.ts'

type Convert = HandlersOf<CoreTypes, typeof leadOperations>['leads']['convert']
type Options = Omit<Parameters<Convert>[1], 'id'>
type Lead = RowIn<CoreTypes, 'lead'>
type Contact = RowIn<CoreTypes, 'contact'>

/** What a lead became. */
interface Became {
  readonly companyId: string | null
  readonly contactId: string | null
  readonly dealId: string | null
}

/**
 * Makes a customer of a lead, once. What it takes is the actor's own to do: to move the lead, to create the records, to
 * see those that he names. Elevated is what follows: what was said to the lead is filed under the customer, whoever said it.
 */
export const convert: Convert = async (context, { id, ...options }) => {
  const { asActor, crm, now, pipelines, schema, table } = context
  checkGiven(schema, options)
  // One conversion at a time: two leads may be of the same person.
  await table('lead').lock()
  // As he is, and as nobody changes or erases him meanwhile.
  await table('lead').hold([id])
  const lead = await asActor.leads.get(id)
  if (lead.convertedAt !== null) return answer(lead, false)
  const became = await customerOf(context, lead, options)
  await table('lead').set(id, { convertedAt: now, ...became })
  await asActor.leads.move(id, { to: wonStage(pipelines, 'lead', lead.pipeline) })
  await file(crm, id, became)
  context.emit('lead.converted', became, { entity: 'lead', recordId: id })
  return answer(await crm.leads.get(id), true)
}

const answer = (lead: Lead, converted: boolean) => {
  const { companyId, contactId, dealId } = lead
  return { lead, companyId, contactId, dealId, converted }
}

/** The company, the contact and the deal: those named, those that are there, or new ones. */
async function customerOf(context: Context<CoreTypes>, lead: Lead, options: Options): Promise<Became> {
  const { asActor, schema } = context
  const { company, contact, deal = {}, map = {} } = options
  const values = valuesOf({ ...lead }, schema, map)
  const owner = lead.ownerId === null ? {} : { ownerId: lead.ownerId }
  const known = await knownContact(context, lead, options.contactId)

  let companyId = await knownCompany(asActor, known, options.companyId)
  if (companyId === undefined && (company !== undefined || values.company.name !== undefined)) {
    const given = nested({ ...owner, ...values.company, ...company }) as unknown as CompanyCreate
    companyId = (await placed('company', () => asActor.companies.create(given))).id
  }
  const customer = { companyId: companyId ?? null }
  let contactId = known?.id
  if (contactId === undefined && (contact !== undefined || isPerson(lead))) {
    const points = lead.wechat === null ? {} : { points: [{ kind: 'wechat', value: lead.wechat }] }
    const given = nested({
      ...owner,
      ...values.contact,
      ...points,
      ...customer,
      ...contact,
    }) as unknown as ContactCreate
    contactId = (await placed('contact', () => asActor.contacts.create(given))).id
  }
  const became = { ...customer, contactId: contactId ?? null }
  if (became.companyId === null && became.contactId === null)
    throw new CrmError('IDENTITY_REQUIRED', {
      details: { path: 'contact', entity: 'lead', fields: ['company', 'contact'] },
      hint: 'Give the contact or the company a name.',
    })
  if (deal === false) return { ...became, dealId: null }
  const given = nested({ ...owner, title: titleOf(lead), ...values.deal, ...became, ...deal }) as unknown as DealCreate
  return { ...became, dealId: (await placed('deal', () => asActor.deals.create(given))).id }
}

/** The contact that is named, or the oldest one, of those that the actor sees, who is reached by the same phone or mail. */
async function knownContact({ asActor, phones }: Context<CoreTypes>, lead: Lead, id: string | undefined) {
  if (id !== undefined) return named('contactId', 'contact', () => asActor.contacts.get(id))
  const where = pointsOf(lead, phones)
  if (where === undefined) return undefined
  const { items } = await asActor.contactPoints.list({ where, include: { contact: true }, limit: 200 })
  return items.flatMap(({ contact }) => contact ?? []).toSorted((a, b) => (a.id < b.id ? -1 : 1))[0]
}

/** The company that is named, or that of the contact; null where the actor does not see whose he is. */
async function knownCompany({ companies }: Scope<CoreTypes>, contact: Contact | undefined, id: string | undefined) {
  if (id !== undefined) return (await named('companyId', 'company', () => companies.get(id))).id
  if ((contact?.companyId ?? null) === null) return undefined
  const { items } = await companies.list({ where: { id: contact?.companyId ?? null }, limit: 1 })
  return items[0]?.id ?? null
}

/** A record that the input names. */
async function named<T>(path: string, entity: string, get: () => Promise<T>): Promise<T> {
  try {
    return await get()
  } catch (error) {
    if (!isCrmError(error, 'NOT_FOUND')) throw error
    throw new CrmError('REFERENCE_NOT_FOUND', {
      details: { path, entity },
      hint: 'Give the id of a record that exists.',
    })
  }
}

const isPerson = ({ name, phone, email, wechat }: Lead): boolean =>
  [name, phone, email, wechat].some((value) => value !== null)

/** What the deal is about: what is wanted, in a line, or for whom it is. */
function titleOf({ need, companyName, name, phone, email }: Lead): string {
  const line = [...(need?.trim().split('\n')[0] ?? '')].slice(0, 200).join('')
  return [line, companyName, name, phone, email].find((text) => (text ?? '') !== '') ?? 'Lead'
}

/** What was said and is to be done with the lead belongs to the customer too. */
async function file({ activities, tasks }: Scope<CoreTypes>, leadId: string, became: Became): Promise<void> {
  const where = { leadId, companyId: null, contactId: null, dealId: null }
  await activities.updateMany({ where, set: became })
  await tasks.updateMany({ where, set: became })
}
