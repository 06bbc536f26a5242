import { integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'

const system = { id: text(), createdAt: text(), updatedAt: text(), version: integer(), deletedAt: text() }

export const contacts = sqliteTable('crm_contacts', {
  ...system,
  name: text(),
  externalId: text(),
  companyId: text(),
  ownerId: text(),
  title: text(),
  phone: text(),
  email: text(),
  birthday: text(),
  address: text(),
  city: text(),
  region: text(),
  country: text(),
  lifecycle: text(),
  tenant: text(),
  nameSearch: text(),
  phoneSearch: text(),
  extra: text(),
})

export const points = sqliteTable('crm_contact_points', {
  ...system,
  contactId: text(),
  kind: text(),
  value: text(),
  normal: text(),
  normalSearch: text(),
  e164: text('e164'),
  primary: integer(),
  label: text(),
  tenant: text(),
  extra: text(),
})

export const deals = sqliteTable('crm_deals', {
  ...system,
  pipeline: text().notNull(),
  stage: text().notNull(),
  stageSince: text().notNull(),
  closedAt: text(),
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
  reportRateAt: text(),
  expectedAt: text(),
  lostReason: text(),
  closedBy: text(),
  tenant: text(),
  titleSearch: text(),
  extra: text(),
})

export const stays = sqliteTable('crm_stage_stays', {
  tenant: text(),
  id: text(),
  entity: text(),
  recordId: text(),
  pipeline: text(),
  stage: text(),
  enteredAt: text(),
  leftAt: text(),
  duration: integer(),
  actor: text(),
  amount: integer(),
  probability: real(),
})

const about = { tenant: text(), id: text(), at: text(), actor: text(), entity: text(), recordId: text() }

export const audit = sqliteTable('crm_audit', {
  ...about,
  reason: text(),
  operation: text(),
  version: integer(),
  action: text(),
  changes: text(),
  cause: text(),
})

export const outbox = sqliteTable('crm_outbox', {
  ...about,
  type: text(),
  version: integer(),
  data: text(),
  cause: text(),
  depth: integer(),
  state: text(),
})
