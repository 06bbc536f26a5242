import { type CoreTypes, definePlugin, type PluginTypes } from '@guanxi/core'
import type { TicketsTypes } from '@guanxi/tickets'

/** What words tell about a matter: the first that fits. */
const rules = [
  { words: /投诉/, type: 'complaint', category: '物流', cause: '服务' },
  { words: /固件/, type: 'incident', category: '固件' },
  { words: /冷柜|面板|报警|故障/, type: 'incident', category: '故障' },
  { words: /快递|物流/, type: 'question', category: '物流' },
  { words: /退款/, type: 'question', category: '退款' },
  { words: /发票/, type: 'question', category: '发票' },
] as const

/**
 * The house's own rule, as a plugin: a new ticket gets its type and category from its subject, in the same transaction, before it
 * looks for its queue and for what is promised about it.
 */
export const triage = () =>
  definePlugin<PluginTypes, CoreTypes & TicketsTypes>({
    id: 'triage',
    version: '1.0.0',
    dependsOn: ['tickets'],
    hooks: {
      ticket: {
        actions: ['create'],
        beforeWrite(changes) {
          for (const { input, set } of changes) {
            const subject = String(input.subject)
            const rule = rules.find(({ words }) => words.test(subject))
            if (input.channel === 'device' || rule === undefined) continue
            const { words: _, ...told } = rule
            set(subject.includes('破') && told.type === 'complaint' ? { ...told, cause: '破损' } : told)
          }
        },
      },
    },
  })
