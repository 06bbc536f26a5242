import { type Plugin, plugin } from '../plugin/index.ts'
import type { CoreTypes } from './core-types.ts'
import { customer } from './customer/index.ts'
import { migrations } from './migrations/index.ts'
import { joined } from './part.ts'
import { coreRoles } from './roles.ts'
import { sales } from './sales/index.ts'
import { system } from './system/index.ts'
import { team } from './team/index.ts'

/** The CRM's own entities: a plugin like any other, always installed and first. */
export const core: Plugin<CoreTypes> = plugin<CoreTypes, CoreTypes>({
  id: 'core',
  version: '1',
  ...joined([customer, team, sales, system]),
  roles: coreRoles,
  migrations,
})

export type { CoreEntities, CoreTypes } from './core-types.ts'
export type { Company, CompanyCreate } from './customer/company.ts'
export type { Contact, ContactCreate } from './customer/contact.ts'
export { type Deal, type DealCreate, dealPipeline } from './sales/deal.ts'
export type { Order, OrderCreate, OrderLine, OrderLineCreate } from './sales/order.ts'
export type { Product, ProductCreate } from './sales/product.ts'
export { audit, idempotency, outbox, stageStay } from './system/logs.ts'
export type { Member, MemberCreate } from './team/member.ts'
export type { Team, TeamCreate } from './team/team.ts'
