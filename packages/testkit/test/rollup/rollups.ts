import { createCrm, defineRollup, type Migration, type Role, type Rollup, type StorageAdapter } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { testCrm } from '@guanxi/testkit'

export const zone = 'America/New_York'

export const revenue = defineRollup({
  name: 'revenueByMonth',
  entity: 'order',
  groupBy: {
    month: { field: 'placedAt', bucket: 'month', timeZone: zone },
    owner: 'ownerId',
    currency: 'currency',
  },
  measures: { revenue: { fn: 'sum', field: 'total' }, refunds: { fn: 'sum', field: 'refunded' } },
})

export const perDay = defineRollup({
  name: 'largeOrdersByDay',
  entity: 'order',
  where: { total: { gte: 500 } },
  groupBy: { day: { field: 'placedAt', bucket: 'day', timeZone: zone }, currency: 'currency' },
  measures: { sold: { fn: 'sum', field: 'total' }, customers: { fn: 'count', field: 'contactId' } },
})

export const board = defineRollup({
  name: 'board',
  entity: 'deal',
  groupBy: { pipeline: 'pipeline', stage: 'stage', currency: 'currency' },
  measures: { amount: { fn: 'sum', field: 'amount' } },
})

export const all = [revenue, perDay, board]

export const admin = { user: 'u_adm', roles: ['admin'] }
export const roles: Readonly<Record<string, Role>> = {
  /** Sees his own orders, all of each. */
  seller: { grants: { order: { scope: 'own' } } },
  /** Sees everybody's, and of those of others not what they came to. */
  clerk: { grants: { order: [{ scope: 'own' }, { scope: 'all', except: ['total'] }] } },
}

/** The migration that makes the tables of rollups. */
export async function tablesOf(rollups: readonly Rollup[]): Promise<readonly Migration[]> {
  const crm = createCrm({ storage: sqlite(':memory:'), rollups })
  const { draft } = await crm.migrate({ dryRun: true })
  await crm.close()
  return [{ id: '0001_rollups', steps: draft }]
}

/** An instance with rollups, built. */
export async function crmWith(storage: StorageAdapter, rollups: readonly Rollup[] = all) {
  const made = await testCrm({ storage, rollups, migrations: await tablesOf(rollups), roles, zone })
  await made.crm.rebuildRollups()
  return made
}
