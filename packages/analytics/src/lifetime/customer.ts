import { invalid } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import type { Customer } from '../purchases/by-customer.ts'
import type { Known } from '../purchases/scope.ts'

export interface One {
  readonly companyId?: string | undefined
  readonly contactId?: string | undefined
}

const which = 'Name a company or a contact, and not both.'

/** Who is asked for: undefined where nobody is named. Throws `NOT_FOUND` where the actor cannot read him. */
export async function maybeOne({ crm }: Inside, { companyId, contactId }: One): Promise<Customer | undefined> {
  if (companyId !== undefined && contactId !== undefined) throw invalid('contactId', 'stands beside companyId', which)
  if (companyId !== undefined) return { kind: 'company', id: (await crm.companies.get(companyId)).id }
  if (contactId !== undefined) return { kind: 'contact', id: (await crm.contacts.get(contactId)).id }
  return undefined
}

/** The same where somebody has to be named. */
export async function theOne(inside: Inside, asked: One): Promise<Customer> {
  const customer = await maybeOne(inside, asked)
  if (customer === undefined) throw invalid('companyId', 'expected a customer', which)
  return customer
}

/** A question narrowed to one customer's purchases. */
export function only(known: Known, customer: Customer | undefined): Known {
  if (customer === undefined) return known
  const own = customer.kind === 'company' ? { companyId: customer.id } : { contactId: customer.id, companyId: null }
  return { ...known, where: { and: [known.where, own] } }
}

/** Companies by their ids, then contacts by theirs: the order in which ties stand. */
export function byId(one: Customer, other: Customer): number {
  if (one.kind !== other.kind) return one.kind === 'company' ? -1 : 1
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0
}

/** Two customers never have the same. */
export const keyOf = ({ kind, id }: Customer): string => `${kind}:${id}`
