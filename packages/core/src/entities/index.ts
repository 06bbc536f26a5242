import type { Migration } from '../migration/index.ts'
import { type Plugin, plugin } from '../plugin/index.ts'
import type { CoreTypes } from './core-types.ts'
import { customer } from './customer/index.ts'
import { lead } from './lead/index.ts'
import { money } from './money/index.ts'
import { ownership } from './ownership/index.ts'
import { joined } from './part.ts'
import { privacy } from './privacy/index.ts'
import { coreRoles } from './roles.ts'
import { sales } from './sales/index.ts'
import { savedViews } from './saved-view/index.ts'
import { search } from './search/index.ts'
import { system } from './system/index.ts'
import { team } from './team/index.ts'
import { tenant } from './tenant/index.ts'
import { work } from './work/index.ts'

/**
 * The CRM's own entities: a plugin like any other, always installed and first.
 *
 * @example
 * const schema = buildSchema({ entities: (core['~definition'].entities ?? []).map((entity) => ({ owner: 'core', entity })) })
 */
export const core: Plugin<CoreTypes> = plugin<CoreTypes, CoreTypes>({
  id: 'core',
  version: '1',
  ...joined([customer, team, sales, lead, work, money, ownership, savedViews, search, privacy, tenant, system]),
  roles: coreRoles,
})

/**
 * The core's own migrations, in order. Loaded when they are asked for: a start does not read them.
 *
 * @example
 * const steps = (await coreMigrations()).flatMap((migration) => migration.steps)
 */
export async function coreMigrations(): Promise<readonly Migration[]> {
  return (await import('./migrations/index.ts')).migrations
}

export type { CoreEntities, CoreTypes } from './core-types.ts'
export type { Company, CompanyCreate } from './customer/company.ts'
export type { CompanyPoint, CompanyPointCreate } from './customer/company-point.ts'
export type { CompanyPreference, CompanyPreferenceCreate } from './customer/company-preference.ts'
export type { CompanyTag, CompanyTagCreate } from './customer/company-tag.ts'
export type { Contact, ContactCreate } from './customer/contact.ts'
export type { ContactPoint, ContactPointCreate } from './customer/contact-point.ts'
export type { ContactPreference, ContactPreferenceCreate } from './customer/contact-preference.ts'
export type { ContactTag, ContactTagCreate } from './customer/contact-tag.ts'
export type { PointKind } from './customer/point.ts'
export { type TagQuery, type TagWhere, tagged } from './customer/tag.ts'
export { type Lead, type LeadCreate, leadPipeline } from './lead/lead.ts'
export type { LeadTag, LeadTagCreate } from './lead/lead-tag.ts'
export { type ExchangeRate, type ExchangeRateCreate, exchangeRate } from './money/exchange-rate.ts'
export type { OwnershipCap, OwnershipCapCreate } from './ownership/cap.ts'
export { ownershipChange } from './ownership/change.ts'
export { recordMember } from './ownership/record-member.ts'
export { erasure } from './privacy/erasure.ts'
export { type Deal, type DealCreate, dealPipeline } from './sales/deal.ts'
export type { DealContact, DealContactCreate } from './sales/deal-contact.ts'
export type { DealLine, DealLineCreate } from './sales/deal-line.ts'
export type { DealTag, DealTagCreate } from './sales/deal-tag.ts'
export type { Order, OrderCreate } from './sales/order.ts'
export type { OrderLine, OrderLineCreate } from './sales/order-line.ts'
export type { Product, ProductCreate } from './sales/product.ts'
export type { Refund, RefundCreate } from './sales/refund.ts'
export type { SavedView, SavedViewCreate } from './saved-view/saved-view.ts'
export { audit, idempotency, outbox, stageStay } from './system/logs.ts'
export { rollupChange } from './system/rollup-change.ts'
export { rollupState } from './system/rollup-state.ts'
export { auditDigest, auditReceipt, auditSeal } from './system/seals.ts'
export type { LoopCut } from './system/types.ts'
export type { Member, MemberCreate } from './team/member.ts'
export type { Team, TeamCreate } from './team/team.ts'
export type { CustomField, CustomFieldCreate } from './tenant/custom-field.ts'
export type { PolicyCreate, PolicyRecord } from './tenant/policy.ts'
export type { TenantPipeline, TenantPipelineCreate } from './tenant/tenant-pipeline.ts'
export type { Activity, ActivityCreate } from './work/activity.ts'
export type { AgendaItem } from './work/contracts.ts'
export { type Task, type TaskCreate, taskPipeline } from './work/task.ts'
