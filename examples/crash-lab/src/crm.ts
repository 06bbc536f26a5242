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

/** Every deal that is made gets a task: the effect that must be there once. */
const lab = () =>
  definePlugin<LabTypes, CoreTypes & LabTypes>({
    id: 'lab',
    version: '1.0.0',
    consumers: {
      async 'deal.created'({ recordId, data }, { crm }) {
        await crm.tasks.create({ title: `Welcome ${data.title}`, dealId: recordId })
      },
    },
  })

/** A database by its name: the URL of a Postgres, or a file. */
export const storageOf = (database: string): StorageAdapter =>
  database.startsWith('postgres:') ? postgres(database) : sqlite(database)

export const labCrm = (database: string, clock?: Clock) =>
  createCrm({ storage: storageOf(database), plugins: [lab()], ...(clock && { clock }) })
