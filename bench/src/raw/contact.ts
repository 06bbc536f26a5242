import { isDate, isSound, searchText } from '@guanxi/core/storage'
import * as z from 'zod'
import { me } from '../sample.ts'
import { normalOf, parametersOf, pointsOf } from './point.ts'
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
  'tenant, id, created_at, updated_at, version, deleted_at, name, name_search, external_id, company_id, owner_id, title, phone, phone_search, email, birthday, address, city, region, country, lifecycle, extra'

/** The rows that a new contact makes, and the record as the caller gets it. */
export function newContact(raw: unknown, newId: () => string, at: string, operation = 'contacts.create') {
  const input = contactInput.parse(raw)
  const contactId = newId()
  const points = pointsOf(contactId, input, newId, at)
  const contact = {
    id: contactId,
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
    phone: normalOf(points, 'phone'),
    email: normalOf(points, 'email'),
    birthday: input.birthday ?? null,
    address: input.address ?? null,
    city: input.city ?? null,
    region: input.region ?? null,
    country: input.country ?? null,
    lifecycle: 'prospect',
  }
  const { id, createdAt, updatedAt, version, deletedAt, custom, ...fields } = contact
  const changes: Record<string, readonly [unknown, unknown]> = {}
  for (const [name, value] of Object.entries(fields)) if (value !== null) changes[name] = [null, value]
  if (points.length > 0) changes.points = [[], points]
  const {
    name,
    externalId,
    companyId,
    ownerId,
    title,
    phone,
    email,
    birthday,
    address,
    city,
    region,
    country,
    lifecycle,
  } = fields
  const row: Parameters = [
    'default',
    id,
    at,
    at,
    1,
    null,
    name,
    name === null ? null : searchText(name),
    externalId,
    companyId,
    ownerId,
    title,
    phone,
    phone === null ? null : searchText(phone),
    email,
    birthday,
    address,
    city,
    region,
    country,
    lifecycle,
    '{}',
  ]
  const about = { entity: 'contact', id, version: 1, at }
  const audit = auditOf(newId(), about, operation, 'create', changes)
  const outbox = outboxOf(newId(), about, 'contact.created', contact)
  return { contact, row, points: points.map(parametersOf), audit, outbox }
}

/** The rows that a thousand new contacts make, table by table. */
export function newContacts(raws: readonly unknown[], newId: () => string, at: string) {
  const made = raws.map((raw) => newContact(raw, newId, at, 'contacts.createMany'))
  return {
    ids: made.map(({ contact }) => contact.id),
    contacts: made.map(({ row }) => row),
    points: made.flatMap(({ points }) => points),
    audit: made.map(({ audit }) => audit),
    outbox: made.map(({ outbox }) => outbox),
  }
}

/** What is sent together, and what a transaction of an import holds. */
export const chunkSize = 1000

export function chunksOf<T>(list: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / chunkSize) }, (_, i) =>
    list.slice(i * chunkSize, (i + 1) * chunkSize),
  )
}
