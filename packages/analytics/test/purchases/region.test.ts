import { expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { companies, order, world } from '../world.ts'

onOne((stage) => {
  test('an order is sold where its company is, but for a region that is too long to keep figures by', async () => {
    const { admin } = world(stage())
    const long = '东'.repeat(256)
    const [here = '', there = ''] = await companies(admin, 2)
    await admin.companies.update(here, { region: '华东' })
    await admin.companies.update(there, { region: long })
    expect(await admin.orders.create(order(here, '2026-03-02', 1))).toMatchObject({ region: '华东' })
    expect(await admin.orders.create(order(there, '2026-03-02', 1))).toMatchObject({ region: null })
    const told = { ...order(here, '2026-03-02', 1), region: long }
    await expect(admin.orders.create(told)).rejects.toMatchObject({ code: 'INVALID', details: { path: 'region' } })
    expect(await admin.orders.create({ ...told, region: '东'.repeat(255) })).toMatchObject({ region: '东'.repeat(255) })
  })
})
