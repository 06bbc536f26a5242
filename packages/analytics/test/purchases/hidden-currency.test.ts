import { createCrm } from '@guanxi/core'
import { testClock, testIds } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { analytics } from '../../src/index.ts'
import { onOne } from '../on-one.ts'
import { companies, order, orders, zone } from '../world.ts'

const operations = ['analytics.repurchase', 'analytics.compare']
const roles = {
  blind: { operations, grants: { '*': { scope: 'all' }, order: { scope: 'all', except: ['currency'] } } },
} as const

onOne((stage) => {
  test('who may not read currencies is told of the period that he asks for, and of no other', async () => {
    const { storage, tenant } = stage()
    const clock = testClock('2026-03-16T09:00:00+08:00', zone)
    const crm = createCrm({ storage, plugins: [analytics()], tenancy: 'multi', clock, ids: testIds(), zone, roles })
    const admin = crm.as({ tenant, user: 'u_adm', roles: ['admin'] })
    const [id = ''] = await companies(admin, 1)
    await orders(admin, [order(id, '2024-05-01'), order(id, '2025-05-01')])
    const year = { from: '2025-01-01', to: '2026-01-01' }
    for (const role of ['admin', 'blind']) {
      const me = crm.as({ tenant, user: 'u_1', roles: [role] })
      const { data } = await me.analytics.repurchase(year)
      expect(data, role).toMatchObject({ num: 0, den: 1 })
      const two = { a: { from: '2024-01-01', to: year.from }, b: year, metrics: ['repurchase' as const] }
      expect((await me.analytics.compare(two)).data[0], role).toMatchObject({ a: 0, b: 0, nA: 1, nB: 1 })
    }
  })
})
