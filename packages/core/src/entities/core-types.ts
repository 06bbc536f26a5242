import type { PluginTypes } from '../plugin/index.ts'
import type { CustomerEntities, CustomerInverses, CustomerOperations } from './customer/types.ts'
import type { SalesEntities, SalesInverses, SalesOperations } from './sales/types.ts'
import type { TeamEntities, TeamInverses, TeamOperations } from './team/types.ts'

/** The core's entities, by name. */
export interface CoreEntities extends CustomerEntities, TeamEntities, SalesEntities {}

/** What the core adds to the types: plugins build on it. */
export interface CoreTypes extends PluginTypes {
  entities: CoreEntities & CustomerInverses & TeamInverses & SalesInverses
  operations: CustomerOperations & TeamOperations & SalesOperations
  events: {}
}
