import type { DeadLetterOffice } from './hook.ts'
import { type Run, tenantOf, unitOf } from './run.ts'
import { onlyReads } from './table.ts'
import type { Line } from './turns.ts'

/** The dead letters of the caller's tenant. */
export function officeOf(run: Run, plugin: string, { turn }: Line): DeadLetterOffice {
  const { queue, storage } = run.engine
  const tx = () => {
    if (run.operation.contract.kind === 'query') throw onlyReads(plugin)
    return unitOf(run).tx
  }
  return {
    list: (page) => turn(() => queue.dead(run.unit?.tx ?? storage.session, tenantOf(run), page)),
    revive: (ids) => turn(async () => queue.revive(tx(), tenantOf(run), ids)),
    discard: (ids) => turn(async () => queue.discard(tx(), tenantOf(run), ids)),
  }
}
