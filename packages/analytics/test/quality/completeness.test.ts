import { expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { world } from '../world.ts'

const five = ['phone', 'email', 'industry', 'region', 'address'].map((field) => ({ field }))
const known = { industry: 'x', region: 'y', address: 'z' }

onOne((stage) => {
  test('A15: three of five fields; who fills in most, by who made the records', async () => {
    const { admin, as } = world(stage())
    const [a, b] = [as('u_a', 'admin'), as('u_b', 'admin')]
    // 1, .6 and .8: .8 for u_a; .6 for u_b.
    await a.companies.create({ name: '1', ...known, points: ['021 5566 7788', 'a@b.cn'] })
    await a.companies.createMany([
      { name: '2', ...known },
      { name: '3', ...known, points: ['021 5566 7788'] },
    ])
    const { id } = await b.companies.create({ name: '4', ...known })
    // Whose it is now says nothing of who made it; nor does who changed it.
    await a.companies.update(id, { ownerId: 'u_a', size: 5 })
    const one = await admin.analytics.completeness({ entity: 'company', fields: five, where: { id } })
    expect(one.data).toMatchObject({ value: 0.6, n: 1, leaderboard: null })
    const { data, meta } = await admin.analytics.completeness({ entity: 'company', leaderboard: 'creator' })
    expect(data).toMatchObject({ value: 0.75, n: 4 })
    expect(data.fields.map(({ field, filled }) => [field, filled.num, filled.den])).toEqual([
      ['phone', 2, 4],
      ['email', 1, 4],
      ['industry', 4, 4],
      ['region', 4, 4],
      ['address', 4, 4],
    ])
    expect(data.leaderboard?.map(({ user, n }) => [user, n])).toEqual([
      ['u_a', 3],
      ['u_b', 1],
    ])
    expect(data.leaderboard?.map(({ value }) => value)).toEqual([expect.closeTo(0.8, 12), expect.closeTo(0.6, 12)])
    expect(meta).toMatchObject({ definition: 'completeness.v1', rows: 4, excluded: {}, warnings: [] })
    const byOwner = await admin.analytics.completeness({ entity: 'company', leaderboard: 'owner' })
    expect(byOwner.data.leaderboard).toEqual([{ user: 'u_a', value: 0.75, n: 4 }])
  })

  test('A15: weights, fields of one’s own, a period; more records than a page of the audit', async () => {
    const { admin, as, clock } = world(stage())
    await admin.customFields.create({ entity: 'contact', name: 'shoeSize', kind: 'integer' })
    await as('u_a', 'admin').contacts.create({ name: 'before' })
    await clock.advance('2026-03-17T09:00:00+08:00')
    const many = Array.from({ length: 230 }, (_, i) => ({
      name: `c${i}`,
      ...(i < 23 ? { custom: { shoeSize: 40 } } : {}),
    }))
    await as('u_a', 'admin').contacts.createMany(many)
    await as('u_b', 'admin').contacts.create({ name: 'b', title: 'Chef' })
    // Who changes a record has not made it.
    await as('u_b', 'admin').contacts.updateMany({ where: { name: 'c0' }, set: { city: '上海' } })
    const fields = [{ field: 'custom.shoeSize', weight: 3 }, { field: 'title' }]
    const asked = { entity: 'contact', fields, from: '2026-03-17', leaderboard: 'creator' } as const
    const { data } = await admin.analytics.completeness({ ...asked, fields })
    expect(data.n).toBe(231)
    expect(data.value).toBeCloseTo((23 * 3 + 1) / (231 * 4), 12)
    expect(data.leaderboard).toEqual([
      { user: 'u_b', value: 0.25, n: 1 },
      { user: 'u_a', value: expect.closeTo((0.1 * 3) / 4, 12), n: 230 },
    ])
  })

  test('nothing of nothing is null; what cannot be asked says where', async () => {
    const { admin } = world(stage())
    const { data } = await admin.analytics.completeness({ entity: 'company', leaderboard: 'creator' })
    expect(data).toMatchObject({ value: null, n: 0, leaderboard: [] })
    const of = (entity: string, fields?: { field: string }[]) =>
      admin.analytics.completeness({ entity, ...(fields && { fields }) })
    await expect(of('order')).rejects.toMatchObject({ code: 'INVALID', path: 'fields' })
    await expect(of('nothing', five)).rejects.toMatchObject({ code: 'INVALID', path: 'entity' })
    await expect(of('commissionEntry', five)).rejects.toMatchObject({ code: 'INVALID', path: 'entity' })
    await expect(of('company', [{ field: 'phone' }, { field: 'phone' }])).rejects.toMatchObject({
      path: 'fields[1].field',
    })
    await expect(of('company', [{ field: 'fone' }])).rejects.toMatchObject({ code: 'UNKNOWN_KEY' })
  })
})
