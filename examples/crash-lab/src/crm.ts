import { appendFileSync } from 'node:fs'
import {
  type Clock,
  type CoreTypes,
  createCrm,
  definePlugin,
  type PluginTypes,
  type StorageAdapter,
} from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'

interface LabTypes extends PluginTypes {
  operations: {}
  events: {}
}

/**
 * Every deal that is made gets a task: the effect that must be there once. Every deal that moves is told to the outside, a file
 * here, which is now and then down, and now and then takes what it is told without an answer.
 */
const lab = (outside: string | undefined) =>
  definePlugin<LabTypes, CoreTypes & LabTypes>({
    id: 'lab',
    version: '1.0.0',
    consumers: {
      async 'deal.created'({ recordId, data }, { crm }) {
        await crm.tasks.create({ title: `Welcome ${data.title}`, dealId: recordId })
      },
    },
    couriers: {
      async 'deal.moved'({ recordId, data }, { key }) {
        const mood = Math.random()
        if (mood < 0.1 || outside === undefined) throw new Error('the outside is down')
        appendFileSync(outside, `${JSON.stringify({ recordId, key, data })}\n`)
        if (mood < 0.2) throw new Error('the outside has not answered')
      },
    },
  })

/** A database by its name: the URL of a Postgres, or a file. */
export const storageOf = (database: string): StorageAdapter =>
  database.startsWith('postgres:') ? postgres(database) : sqlite(database)

/** Who works for it names the file that is the outside. */
export const labCrm = (database: string, how: { readonly outside?: string; readonly clock?: Clock } = {}) =>
  createCrm({ storage: storageOf(database), plugins: [lab(how.outside)], ...(how.clock && { clock: how.clock }) })
