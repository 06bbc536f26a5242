import { CrmError } from '../../error/index.ts'
import type { Run } from '../run.ts'
import type { Line } from '../turns.ts'
import type { AuditOffice } from './types.ts'

/** The audit of the caller's tenant, for the core alone. Who does not ask does not load it. */
export function auditOfficeOf(run: Run, plugin: string, { turn }: Line): AuditOffice {
  const office = <T>(ask: () => Promise<T>): Promise<T> => {
    if (plugin === run.engine.system.audit.owner) return turn(ask)
    const problem = 'the audit is not its own'
    return Promise.reject(new CrmError('PLUGIN_INVALID', { details: { plugin, problem }, hint: 'Call me.audit.list.' }))
  }
  return {
    seal: () => office(async () => (await import('./seal.ts')).seal(run)),
    verify: (head) => office(async () => (await import('./verify.ts')).verify(run, head)),
    list: (query) => office(async () => (await import('./list.ts')).list(run, query)),
  }
}
