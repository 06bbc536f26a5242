import type { Context, CoreTypes } from '@guanxi/core'
import * as z from 'zod'
import type { TicketsTypes } from '../types.ts'
import type { MailAddress } from './email/mail.ts'

type Inside = Context<CoreTypes & TicketsTypes>

/** Who writes, as far as a ticket needs him. */
export interface Customer {
  readonly id: string
  readonly companyId: string | null
}

const email = z.email()

/** The contact with an address; a new one where nobody has it. */
export async function contactBy(context: Inside, { address, name }: MailAddress): Promise<Customer> {
  const { crm, table } = context
  const kind = email.safeParse(address).success ? ('email' as const) : ('external' as const)
  // Two who ask for the same address at once make one contact.
  await table('mailAddress').lock(address)
  const { items } = await crm.contactPoints.list({
    where: { kind, normal: address },
    orderBy: { createdAt: 'asc' },
    limit: 1,
  })
  const [point] = items
  if (point !== undefined) return crm.contacts.get(point.contactId)
  return crm.contacts.create({ name: name || null, points: [{ kind, value: address }] })
}

/** The contact who is reached by one of these; the mail address is asked first, for it is his alone. */
export async function contactOfForm(
  context: Inside,
  { name, email, phone }: { readonly [K in 'name' | 'email' | 'phone']: string | undefined },
): Promise<Customer> {
  const { crm, table, phones } = context
  if (email !== undefined && phone === undefined)
    return contactBy(context, { address: email.normalize('NFKC').toLowerCase(), name: name ?? '' })
  for (const each of [email, phone]) if (each !== undefined) await table('mailAddress').lock(each.toLowerCase())
  const normal = phone === undefined ? '' : phones.normalize(phone).normal
  const ways = [
    ...(email === undefined ? [] : [{ kind: 'email' as const, normal: email.normalize('NFKC').toLowerCase() }]),
    ...(normal === '' ? [] : [{ kind: 'phone' as const, normal }]),
  ]
  for (const way of ways) {
    const [point] = (await crm.contactPoints.list({ where: way, orderBy: { createdAt: 'asc' }, limit: 1 })).items
    if (point !== undefined) return crm.contacts.get(point.contactId)
  }
  const points = [...(email === undefined ? [] : [email]), ...(phone === undefined ? [] : [phone])]
  return crm.contacts.create({ name: name ?? null, points })
}
