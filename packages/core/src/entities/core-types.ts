import type { PluginTypes } from '../plugin/index.ts'
import type { CustomerEntities, CustomerEvents, CustomerInverses, CustomerOperations } from './customer/types.ts'
import type { LeadEntities, LeadEvents, LeadInverses, LeadOperations } from './lead/types.ts'
import type { MoneyEntities } from './money/types.ts'
import type { OwnershipEntities, OwnershipEvents } from './ownership/types.ts'
import type { SalesEntities, SalesInverses, SalesOperations } from './sales/types.ts'
import type { SavedViewEntities, SavedViewInverses, SavedViewOperations } from './saved-view/types.ts'
import type { SearchOperations } from './search/types.ts'
import type { SystemEvents, SystemOperations } from './system/types.ts'
import type { TeamEntities, TeamInverses, TeamOperations } from './team/types.ts'
import type { TenantEntities, TenantOperations } from './tenant/types.ts'
import type { WorkEntities, WorkInverses, WorkOperations } from './work/types.ts'

/**
 * The core's entities, by name.
 *
 * @example
 * const plural: CoreEntities['company']['plural'] = 'companies'
 */
export interface CoreEntities
  extends CustomerEntities,
    TeamEntities,
    SalesEntities,
    SavedViewEntities,
    MoneyEntities,
    OwnershipEntities,
    TenantEntities,
    LeadEntities,
    WorkEntities {}

/** What the core adds to the types: plugins build on it. */
export interface CoreTypes extends PluginTypes {
  entities: CoreEntities &
    CustomerInverses &
    TeamInverses &
    SalesInverses &
    SavedViewInverses &
    LeadInverses &
    WorkInverses
  operations: CustomerOperations &
    TeamOperations &
    SalesOperations &
    SavedViewOperations &
    SearchOperations &
    SystemOperations &
    TenantOperations &
    LeadOperations &
    WorkOperations
  events: CustomerEvents & OwnershipEvents & LeadEvents & SystemEvents
}
