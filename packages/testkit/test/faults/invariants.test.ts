import { coreFixtures, invariants, testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { onBoth } from '../both.ts'

/** What is done to a sound database, and the invariant that must notice. */
const defects: readonly (readonly [string, string])[] = [
  ['I1', `update crm_stage_stays set left_at = entered_at, duration = 0 where entity = 'deal'`],
  ['I1', `update crm_stage_stays set stage = 'proposal' where entity = 'deal'`],
  ['I1', `delete from crm_stage_stays where entity = 'deal'`],
  ['I2', 'update crm_deals set amount = amount + 1'],
  ['I2', 'update crm_order_lines set total = total + 1'],
  ['I2', 'update crm_orders set refunded = refunded + 1'],
  ['I3', `update crm_deals set company_id = 'nobody'`],
  ['I3', `update crm_audit set record_id = 'nobody' where entity = 'deal'`],
  ['I4', `delete from crm_audit where entity = 'deal'`],
  ['I4', 'update crm_companies set version = version + 1'],
  ['I5', `delete from crm_outbox where entity = 'deal'`],
  ['I5', `update crm_outbox set version = 9 where entity = 'deal'`],
  ['I8', `update crm_deals set title_search = 'something else'`],
  ['I10', 'update crm_idempotency set result = null'],
  ['I10', `update crm_idempotency set result = '{"value":{"id":"nobody","version":1}}'`],
  ['I12', `update crm_products set tenant = ''`],
]

onBoth((make, name) => {
  test('each invariant holds of what the engine writes, and notices what it did not write', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const me = crm.as({ user: 'u_admin', roles: ['admin'] })
    for (const operation of ['deals.create', 'orders.create', 'refunds.create']) {
      const [resource, key] = operation.split('.') as ['deals', 'create']
      const { input } = (await coreFixtures[operation]?.(me as never, `王芳 Ünique ${operation}`)) ?? {}
      await me[resource][key](input as never, { idempotencyKey: operation })
    }
    expect(await invariants(storage)).toEqual([])
    for (const [id, sql] of defects) {
      const transaction = await storage.begin()
      const native = transaction.native as { exec(sql: string): void; query(sql: string): Promise<unknown> }
      try {
        if (name === 'sqlite') native.exec(sql)
        else await native.query(sql)
        // The invariants read in the same transaction, which is undone.
        const open = { native, rollback: async () => {} } as unknown as typeof transaction
        const found = await invariants({ ...storage, begin: async () => open })
        expect(
          found.map((sentence) => sentence.split(':')[0]),
          sql,
        ).toContain(id)
      } finally {
        await transaction.rollback()
      }
    }
    await crm.close()
  })
})
