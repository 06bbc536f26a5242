import {
  type Context,
  type CoreTypes,
  type CourierContext,
  CrmError,
  command,
  definePlugin,
  type Fact,
  type Plugin,
  type PluginTypes,
} from '@guanxi/core'
import * as z from 'zod'
import type { Outside } from './outside.ts'
import type { Setting } from './setting.ts'

/** The facts whose consumers write something, and those that are told outside. */
export const consumed = ['company.updated', 'contact.updated', 'deal.moved', 'deal.updated', 'lead.updated'] as const
export const told = ['company.created', 'company.updated', 'contact.created', 'deal.created', 'deal.updated'] as const

/** What consumers leave of a fact, at once and later, and couriers of a letter. */
export const echoOf = (fact: string): string => `echo ${fact}`
export const laterOf = (fact: string): string => `later ${fact}`
export const noteOf = (key: string): string => `noted ${key}`
export const keyOf = (type: string, fact: string): string => `world: ${type}, outside/${fact}`

/** Something in a process that has to wait: not any more, when the process is gone. */
export interface Waits {
  park(label: string, ms?: number): Promise<void>
}

const operations = {
  worlds: {
    note: command({
      target: 'collection',
      summary: 'Leaves a task with a title.',
      input: () => z.strictObject({ title: z.string() }),
      output: z.void,
    }),
  },
}

interface WorldTypes extends PluginTypes {
  readonly operations: typeof operations
  readonly events: {}
}
type All = CoreTypes & WorldTypes

/** The plugin of a world: hooks that veto and are slow, consumers that throw, couriers to an outside that is not reliable. */
export function worldPlugin(setting: Setting, outside: Outside, process: Waits): Plugin {
  const { random } = setting

  const hook = async () => {
    if (random.chance(setting.climate.slowHooks)) await process.park('a slow hook', random.int(20, 200))
    if (random.chance(setting.climate.vetoes)) throw new Error('a hook throws')
  }

  const consume = async ({ id }: Fact, { crm, later, now, add }: Context<All>) => {
    await crm.tasks.create({ title: echoOf(id) })
    await later({ at: add(now, 'PT10M') }).worlds.note({ title: laterOf(id) })
    if (random.chance(setting.climate.throws)) throw new Error('a consumer throws')
  }

  const tell = async (fact: Fact, { crm, key }: CourierContext<All>) => {
    const { climate } = setting
    await process.park(`tells ${key}`)
    if (random.chance(climate.slow)) await process.park('is slow', random.int(1000, 90_000))
    // Refused for what it is: another time it would be, too.
    if (outside.refuses(key)) throw new CrmError('INVALID', { details: { path: 'fact', problem: 'refused' } })
    if (outside.isAway(key)) throw new Error('nobody answers')
    outside.arrive(key, fact)
    await process.park(`has told ${key}`)
    if (random.chance(climate.unanswered)) throw new Error('it arrived, and nobody answers')
    await crm.tasks.create({ title: noteOf(key) }, { idempotencyKey: key })
  }

  return definePlugin<WorldTypes, All>({
    id: 'world',
    version: '1.0.0',
    operations,
    handlers: {
      worlds: {
        async note({ crm }, input) {
          await crm.tasks.create(input)
        },
      },
    },
    hooks: { company: { beforeWrite: hook }, deal: { afterWrite: hook } },
    consumers: Object.fromEntries(consumed.map((type) => [type, consume])),
    couriers: Object.fromEntries(told.map((type) => [type, tell])),
  })
}
