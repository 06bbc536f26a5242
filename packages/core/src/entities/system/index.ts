import { chainCut } from '../../operation/index.ts'
import { part } from '../part.ts'
import { auditOperations } from './audit-contracts.ts'
import { auditHandlers } from './audit-handlers.ts'
import { backgroundJob } from './background-job.ts'
import { systemOperations } from './contracts.ts'
import { systemHandlers } from './handlers.ts'
import { audit, idempotency, outbox, stageStay } from './logs.ts'
import { rollupChange } from './rollup-change.ts'
import { rollupState } from './rollup-state.ts'
import { auditDigest, auditReceipt, auditSeal } from './seals.ts'

/** What the engine itself keeps. */
export const system = part({
  entities: [
    audit,
    outbox,
    idempotency,
    stageStay,
    backgroundJob,
    auditDigest,
    auditSeal,
    auditReceipt,
    rollupState,
    rollupChange,
  ],
  facts: [chainCut],
  operations: { ...systemOperations, ...auditOperations },
  handlers: { ...systemHandlers, ...auditHandlers },
  schedules: { 'seal the audit': { cron: '*/10 * * * *', call: 'audit.seal' } },
})
