import { bigint, boolean, customType, date, doublePrecision, pgTable, text } from 'drizzle-orm/pg-core'

const integer = () => bigint({ mode: 'number' })
/** As raw reads it. Drizzle's own would be a Date or the server's spelling. */
const instant = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp (3) with time zone',
  fromDriver: (text) => new Date(text).toISOString(),
})
/** What is text of JSON already: Drizzle's own would spell it anew. */
const json = customType<{ data: string }>({ dataType: () => 'jsonb' })

const system = { id: text(), createdAt: instant(), updatedAt: instant(), version: integer(), deletedAt: instant() }

export const contacts = pgTable('crm_contacts', {
  ...system,
  name: text(),
  externalId: text(),
  companyId: text(),
  ownerId: text(),
  title: text(),
  phone: text(),
  email: text(),
  birthday: date({ mode: 'string' }),
  address: text(),
  city: text(),
  region: text(),
  country: text(),
  lifecycle: text(),
  tenant: text(),
  nameSearch: text(),
  phoneSearch: text(),
  extra: json(),
})

export const points = pgTable('crm_contact_points', {
  ...system,
  contactId: text(),
  kind: text(),
  value: text(),
  normal: text(),
  normalSearch: text(),
  e164: text('e164'),
  primary: boolean(),
  label: text(),
  tenant: text(),
  extra: json(),
})

export const deals = pgTable('crm_deals', {
  ...system,
  pipeline: text().notNull(),
  stage: text().notNull(),
  stageSince: instant().notNull(),
  closedAt: instant(),
  title: text(),
  externalId: text(),
  companyId: text(),
  contactId: text(),
  ownerId: text(),
  amount: integer(),
  currency: text(),
  reportAmount: integer(),
  reportCurrency: text(),
  reportRate: text(),
  reportRateAt: date({ mode: 'string' }),
  expectedAt: date({ mode: 'string' }),
  lostReason: text(),
  closedBy: text(),
  tenant: text(),
  titleSearch: text(),
  extra: json(),
})

export const stays = pgTable('crm_stage_stays', {
  tenant: text(),
  id: text(),
  entity: text(),
  recordId: text(),
  pipeline: text(),
  stage: text(),
  enteredAt: instant(),
  leftAt: instant(),
  duration: integer(),
  actor: text(),
  amount: integer(),
  probability: doublePrecision(),
})

const about = { tenant: text(), id: text(), at: instant(), actor: text(), entity: text(), recordId: text() }

export const audit = pgTable('crm_audit', {
  ...about,
  reason: text(),
  operation: text(),
  version: integer(),
  action: text(),
  changes: json(),
  cause: text(),
})

export const outbox = pgTable('crm_outbox', {
  ...about,
  type: text(),
  version: integer(),
  data: json(),
  cause: text(),
  depth: integer(),
  state: text(),
})
