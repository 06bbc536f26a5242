import { part } from '../part.ts'
import { audit, idempotency, outbox, stageStay } from './logs.ts'

/** What the engine itself keeps. */
export const system = part({ entities: [audit, outbox, idempotency, stageStay] })
