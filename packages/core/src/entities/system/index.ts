import { chainCut } from '../../operation/index.ts'
import { part } from '../part.ts'
import { backgroundJob } from './background-job.ts'
import { systemOperations } from './contracts.ts'
import { systemHandlers } from './handlers.ts'
import { audit, idempotency, outbox, stageStay } from './logs.ts'

/** What the engine itself keeps. */
export const system = part({
  entities: [audit, outbox, idempotency, stageStay, backgroundJob],
  facts: [chainCut],
  operations: systemOperations,
  handlers: systemHandlers,
})
