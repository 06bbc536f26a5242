import type { auditOperations } from './audit-contracts.ts'
import type { systemOperations } from './contracts.ts'

export type SystemOperations = typeof systemOperations & typeof auditOperations

/**
 * A chain of facts that was cut, for too many led to each other: who was not told of which.
 *
 * @example
 * crm.on('loop_cut', ({ data, recordId }: Fact<LoopCut>) => console.log(recordId, data.type, data.consumers))
 */
export interface LoopCut {
  readonly type: string
  readonly consumers: readonly string[]
}

export interface SystemEvents {
  loop_cut: LoopCut
}
