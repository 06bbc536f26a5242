import { changeOperations } from './change/operations.ts'
import { customersOperations } from './customers/operations.ts'
import { lifetimeOperations } from './lifetime/operations.ts'
import { measuresOperations } from './measures/operations.ts'
import { peopleOperations } from './people/operations.ts'
import { pipelineOperations } from './pipeline/operations.ts'
import { qualityOperations } from './quality/operations.ts'

/** The contracts of all rooms. */
export const operations = {
  analytics: {
    ...customersOperations,
    ...lifetimeOperations,
    ...pipelineOperations,
    ...peopleOperations,
    ...qualityOperations,
    ...changeOperations,
    ...measuresOperations,
  },
}
