import { expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { world } from '../world.ts'
import { seller } from './seller.ts'

onOne((stage) => {
  test('E16: fifteen of fifty have written something in thirty days', async () => {
    const place = stage()
    const { admin, as, clock } = world(place, '2026-01-01T09:00:00+08:00')
    const users = Array.from({ length: 51 }, (_, i) => `u_${String(i).padStart(2, '0')}`)
    await admin.members.createMany(users.map((userId) => ({ userId, name: userId })))
    // Somebody who has left since, though he wrote.
    const [, ...rest] = users
    await clock.advance('2026-02-14T08:59:59+08:00')
    // Thirty days before the 16th of March at nine: a second too early.
    for (const user of rest.slice(20, 30)) await as(user, 'admin').companies.create({ name: user })
    await clock.advance('2026-02-14T09:00:00+08:00')
    for (const user of rest.slice(0, 8)) await as(user, 'admin').companies.create({ name: user })
    await as('u_00', 'admin').companies.create({ name: 'x' })
    await admin.members.handover({ from: 'u_00', to: 'u_01' })
    await clock.advance('2026-03-16T09:00:00+08:00')
    for (const user of rest.slice(7, 15)) await as(user, 'admin').companies.create({ name: `${user} again` })
    // Who only looks does not write.
    await as(rest[40] ?? '', 'admin').companies.list({})
    const { data, meta } = await admin.analytics.adoption({})
    expect(data).toMatchObject({ value: 0.3, num: 15, den: 50, n: 50 })
    expect(data.idle).toEqual(rest.slice(15))
    expect(meta).toMatchObject({ definition: 'adoption.v1', rows: 50 })
    expect(await admin.members.count({ where: (meta.records?.where ?? {}) as object })).toBe(50)
    // A day earlier those of the 14th and the ten before them count, and who has left since had left.
    const before = await admin.analytics.adoption({ asOf: '2026-03-15' })
    expect(before.data).toMatchObject({ num: 18, den: 50 })
    const early = await admin.analytics.adoption({ asOf: '2026-02-14T08:59:59.500+08:00' })
    expect(early.data).toMatchObject({ num: 10, den: 51 })
    const own = seller(place, 'u_01', ['analytics.adoption'])
    await expect(own.analytics.adoption({})).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})
