import { type Plugin, type PluginTypes, plugin } from '../plugin/index.ts'
import type { InverseOf } from '../schema/index.ts'
import { type CompanyTypes, company } from './company.ts'
import { type ContactTypes, contact } from './contact.ts'
import { type DealTypes, deal, dealPipeline } from './deal.ts'
import { type MemberTypes, member, memberReach } from './member.ts'
import { migrations } from './migrations/index.ts'
import { type OrderLineTypes, type OrderTypes, order, orderLine } from './order.ts'
import { type ProductTypes, product } from './product.ts'
import { reachHooks } from './reach.ts'
import { coreRoles } from './roles.ts'
import { audit, idempotency, outbox, stageStay } from './system.ts'
import { type TeamTypes, team } from './team.ts'

/** The core's entities, by name. */
export interface CoreEntities {
  company: CompanyTypes
  contact: ContactTypes
  member: MemberTypes
  team: TeamTypes
  product: ProductTypes
  order: OrderTypes
  orderLine: OrderLineTypes
  deal: DealTypes
}

type Inverses = InverseOf<typeof company> &
  InverseOf<typeof contact> &
  InverseOf<typeof member> &
  InverseOf<typeof team> &
  InverseOf<typeof order> &
  InverseOf<typeof orderLine> &
  InverseOf<typeof deal>

/** What the core adds to the types: plugins build on it. */
export interface CoreTypes extends PluginTypes {
  entities: CoreEntities & Inverses
  operations: {}
  events: {}
}

/** The CRM's own entities: a plugin like any other, always installed and first. */
export const core: Plugin<CoreTypes> = plugin<CoreTypes, CoreTypes>({
  id: 'core',
  version: '1',
  entities: [
    company,
    contact,
    team,
    member,
    memberReach,
    product,
    order,
    orderLine,
    deal,
    audit,
    outbox,
    idempotency,
    stageStay,
  ],
  pipelines: { deal: dealPipeline },
  hooks: { member: reachHooks },
  roles: coreRoles,
  migrations,
})

export type { Company, CompanyCreate } from './company.ts'
export type { Contact, ContactCreate } from './contact.ts'
export { type Deal, type DealCreate, dealPipeline } from './deal.ts'
export type { Member, MemberCreate } from './member.ts'
export type { Order, OrderCreate, OrderLine, OrderLineCreate } from './order.ts'
export type { Product, ProductCreate } from './product.ts'
export { audit, idempotency, outbox, stageStay } from './system.ts'
export type { Team, TeamCreate } from './team.ts'
