import { CrmError, definePlugin, type Fact, type Plugin, type PluginTypes } from '@guanxi/core'
import type { Mirror } from './duckdb.ts'
import { pluginId } from './mirror/mirror.ts'
import { factsOf } from './mirror/riding.ts'

/** What the plugin brings: nothing that is called. */
export interface MirrorTypes extends PluginTypes {
  operations: {}
  events: {}
}

/**
 * Tells a mirror of every change, after its commit: give it to every instance that writes, before the first copy. In a process
 * that does not have the file give the names of the entities alone: its changes are told by the one that has, so call `work`
 * and `tick` only there.
 *
 * @example
 * const mirror = duckdb(sqlite('crm.db'), 'reports.duckdb', { entities: ['order', 'orderLine', 'company'] })
 * const reports = createCrm({ storage: mirror })
 * const crm = createCrm({ storage: sqlite('crm.db'), plugins: [mirrorPlugin(mirror)] })
 * await crm.work()
 */
export function mirrorPlugin(mirror: Pick<Mirror, 'entities' | 'take'> | readonly string[]): Plugin<MirrorTypes> {
  const [entities, take] = 'take' in mirror ? [mirror.entities, mirror.take] : [mirror, elsewhere]
  const run = (fact: Fact) => take(fact)
  const told = [...entities.map((name) => `${name}.*`), ...factsOf(entities)]
  return definePlugin<MirrorTypes>({
    id: pluginId,
    version: '1.0.0',
    // An erasure tells of the person alone, and a chain of facts that is cut no more than that it was.
    couriers: { ...Object.fromEntries(told.map((types) => [types, run])), '*.erased': run, loop_cut: run },
  })
}

const elsewhere = async (): Promise<void> => {
  throw new CrmError('STORAGE_UNAVAILABLE', {
    hint: 'This process does not have the mirror: let the one work that has it.',
  })
}
