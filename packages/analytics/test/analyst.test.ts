import { isCrmError } from '@guanxi/core'
import { expect, test } from 'vitest'
import { onOne } from './on-one.ts'
import { companies, order, orders, world } from './world.ts'

onOne((stage) => {
  test('an analyst asks for the figures of what his other role shows him, and for no more', async () => {
    const { admin, as } = world(stage())
    const ids = await companies(admin, 4, (i) => ({ ownerId: i < 1 ? 'u_1' : 'u_2' }))
    await orders(
      admin,
      ids.map((id, i) => ({ ...order(id, '2024-05-01'), ownerId: i < 1 ? 'u_1' : 'u_2' })),
    )
    const asked = { from: '2024-01-01', to: '2025-01-01', until: '2026-01-01' }
    const codeOf = (run: Promise<unknown>) =>
      run.then(
        () => 'answered',
        (error: unknown) => (isCrmError(error) ? error.code : 'thrown'),
      )
    expect(await codeOf(as('u_1', 'sales').analytics.retention(asked))).toBe('FORBIDDEN')
    const mine = as('u_1', 'sales', 'analyst')
    expect((await mine.analytics.retention(asked)).data.den).toBe(1)
    expect((await admin.analytics.retention(asked)).data.den).toBe(4)
    // The ledger of all, and what writes it.
    expect(await codeOf(mine.analytics.commissions({}))).toBe('FORBIDDEN')
    expect(await codeOf(mine.analytics.settleCommissions({ planId: 'x', from: '2024-01-01', to: '2025-01-01' }))).toBe(
      'FORBIDDEN',
    )
  })
})
