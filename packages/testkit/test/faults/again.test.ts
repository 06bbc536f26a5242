import { type CoreTypes, createCrm, type Scope } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { FaultPlan, migratedBytes, sqliteFaults } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf } from '../both.ts'

test.each([
  ['finds another state', 'Acme'],
  ['refuses something', ''],
])(
  'a database that fails while the engine %s and looks again says so, and not that the transaction has ended',
  async (_, name) => {
    const plan = new FaultPlan(sqliteFaults)
    const storage = sqlite(await migratedBytes(), { through: plan.through })
    const admin = { user: 'u_admin', roles: ['admin'] }
    await createCrm({ storage }).as(admin).policies.set({ role: 'clerk', grants: {} })
    const create = async (tx: Scope<CoreTypes>) => {
      await tx.companies.create({ name })
    }
    /** By an instance that does not know yet what the tenant has of his own, and finds out in the transaction. */
    const call = () => createCrm({ storage }).as(admin).transaction(create)
    plan.arm()
    await call().catch(() => undefined)
    const moments = plan.moments
    expect(moments.some(({ sql }) => sql.startsWith('rollback to savepoint'))).toBe(true)
    const told: string[] = []
    for (const [index, { event }] of moments.entries()) {
      if (event === 'commit' || event === 'rollback') continue
      plan.arm({ at: index + 1, side: 'before', kind: 'busy' })
      told.push(await codeOf(call))
    }
    expect(told).toEqual(told.map(() => 'STORAGE_BUSY'))
  },
)
