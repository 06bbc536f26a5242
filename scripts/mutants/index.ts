import { analyticsMutants } from './analytics.ts'
import { crmMutants } from './crm.ts'
import { durabilityMutants } from './durability.ts'
import { kernelMutants } from './kernel.ts'
import type { Mutant } from './mutant.ts'
import { rollupMutants } from './rollups.ts'
import { securityMutants } from './security.ts'
import { ticketMutants } from './tickets.ts'
import { inboundMutants } from './tickets-inbound.ts'
import { promiseMutants } from './tickets-promises.ts'
import { routingMutants } from './tickets-routing.ts'

export const everyMutant: readonly Mutant[] = [
  ...kernelMutants,
  ...crmMutants,
  ...durabilityMutants,
  ...securityMutants,
  ...rollupMutants,
  ...ticketMutants,
  ...promiseMutants,
  ...routingMutants,
  ...inboundMutants,
  ...analyticsMutants,
]
