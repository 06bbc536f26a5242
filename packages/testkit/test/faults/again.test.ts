import { createCrm } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { FaultPlan, migratedBytes, sqliteFaults } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf } from '../both.ts'

test('a database that fails while the engine looks again says so, and not that the transaction has ended', async () => {
  const plan = new FaultPlan(sqliteFaults)
  const storage = sqlite(await migratedBytes(), { through: plan.through })
  const admin = { user: 'u_admin', roles: ['admin'] }
  await createCrm({ storage }).as(admin).policies.set({ role: 'clerk', grants: {} })
  /** By an instance that does not know yet what the tenant has of his own, and finds out in the transaction. */
  const call = () =>
    createCrm({ storage })
      .as(admin)
      .transaction(async (tx) => {
        await tx.companies.create({ name: 'Acme' })
      })
  plan.arm()
  await call()
  const moments = plan.moments
  expect(moments.filter(({ sql }) => sql.startsWith('rollback to savepoint'))).toHaveLength(1)
  const told: string[] = []
  for (const [index, { event }] of moments.entries()) {
    if (event === 'commit') continue
    plan.arm({ at: index + 1, side: 'before', kind: 'busy' })
    told.push(await codeOf(call))
  }
  expect(told).toEqual(told.map(() => 'STORAGE_BUSY'))
})
