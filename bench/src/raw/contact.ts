import { fold, isDate, isSound } from '@guanxi/core'
import * as z from 'zod'
import { me } from '../sample.ts'
import { auditOf, outboxOf, type Parameters } from './record.ts'

const string = (min = 0) => z.string().min(min).max(1000).refine(isSound).nullable().optional()

const contactInput = z.strictObject({
  name: string(1),
  externalId: string(),
  companyId: string(),
  ownerId: string(),
  title: string(),
  phone: string(),
  email: z.email().max(320).nullable().optional(),
  birthday: z.string().refine(isDate).nullable().optional(),
  address: string(),
  city: string(),
  region: string(),
  country: string(),
})

/** The columns of a contact, and the parameters that a new one gives them. */
export const contactColumns =
  'tenant, id, created_at, updated_at, version, deleted_at, name, name_search, external_id, company_id, owner_id, title, phone, phone_search, email, birthday, address, city, region, country, extra'

/** The rows that a new contact makes, and the record as the caller gets it. */
export function newContact(raw: unknown, newId: () => string, at: string) {
  const input = contactInput.parse(raw)
  const contact = {
    id: newId(),
    createdAt: at,
    updatedAt: at,
    version: 1,
    deletedAt: null,
    custom: {},
    name: input.name ?? null,
    externalId: input.externalId ?? null,
    companyId: input.companyId ?? null,
    ownerId: input.ownerId ?? me.user,
    title: input.title ?? null,
    phone: input.phone ?? null,
    email: input.email ?? null,
    birthday: input.birthday ?? null,
    address: input.address ?? null,
    city: input.city ?? null,
    region: input.region ?? null,
    country: input.country ?? null,
  }
  const { id, createdAt, updatedAt, version, deletedAt, custom, ...fields } = contact
  const changes: Record<string, readonly [null, string]> = {}
  for (const [name, value] of Object.entries(fields)) if (value !== null) changes[name] = [null, value]
  const { name, externalId, companyId, ownerId, title, phone, email, birthday, address, city, region, country } = fields
  const row: Parameters = [
    'default',
    id,
    at,
    at,
    1,
    null,
    name,
    name === null ? null : fold(name),
    externalId,
    companyId,
    ownerId,
    title,
    phone,
    phone === null ? null : fold(phone),
    email,
    birthday,
    address,
    city,
    region,
    country,
    '{}',
  ]
  const about = { entity: 'contact', id, version: 1, at }
  const audit = auditOf(newId(), about, 'contacts.create', 'create', changes)
  const outbox = outboxOf(newId(), about, 'contact.created', contact)
  return { contact, row, audit, outbox }
}
