import { expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { world } from '../world.ts'

onOne((stage) => {
  test('A16: two without a contact, one wrong address, three without an owner, four stale', async () => {
    const { admin, clock } = world(stage(), '2025-06-01T09:00:00+08:00')
    const company = (name: string, more: object = {}) =>
      admin.companies.create({ name, points: ['021 5566 7788'], ...more })
    const old = await Promise.all([
      company('stale 1'),
      company('stale 2'),
      company('stale 3', { points: [] }),
      company('called since'),
      company('bought since'),
      company('changed since'),
      company('dealt with since'),
    ])
    const staleContact = await admin.contacts.create({ name: 'stale 4', points: ['a@firma.cn'] })
    await admin.companies.update(old[1]?.id ?? '', { ownerId: null })
    // A hundred and eighty days before the 16th of March is the 17th of September.
    await clock.advance('2025-09-17T09:00:00+08:00')
    const [, , , called, bought, changed, dealt] = old.map(({ id }) => id)
    const id = (of: string | undefined) => of ?? ''
    await admin.activities.create({ kind: 'call', companyId: id(called), at: '2025-09-17T01:00:00Z' })
    await admin.orders.create({ companyId: id(bought), placedAt: '2026-01-01T00:00:00Z', currency: 'CNY', total: 1 })
    await admin.companies.update(id(changed), { city: '上海' })
    await admin.deals.create({ title: 'x', companyId: id(dealt) })
    await clock.advance('2026-03-16T09:00:00+08:00')
    const { id: free } = await company('nobody’s')
    await admin.companies.update(free, { ownerId: null })
    const { id: freed } = await admin.contacts.create({ name: 'nobody’s, too', points: ['x@mail.example.com'] })
    await admin.contacts.update(freed, { ownerId: null })
    await admin.contacts.create({ name: 'unreachable' })
    await admin.contacts.create({ name: 'fine', points: ['b@notexample.com'] })

    const { data, meta } = await admin.analytics.dataQuality({})
    expect(data.counts).toEqual({ missingContact: 2, invalidEmail: 1, noOwner: 3, stale: 4, staleOver180d: 4 })
    expect(meta).toMatchObject({ definition: 'dataQuality.v1', rows: 12, excluded: {}, warnings: [] })
    for (const { count, entity, records, share } of data.issues) {
      const where = (records?.where ?? {}) as object
      const listed = entity === 'company' ? admin.companies.count({ where }) : admin.contacts.count({ where })
      expect(await listed).toBe(count)
      expect(share).toMatchObject({ num: count, den: entity === 'company' ? 8 : 4 })
    }
    const stale = data.issues.find(({ issue, entity }) => issue === 'staleOver180d' && entity === 'contact')
    const { items } = await admin.contacts.list({ where: (stale?.records?.where ?? {}) as object })
    expect(items.map((one) => one.id)).toEqual([staleContact.id])
    expect(data.issues.map(({ kind }) => kind).slice(0, 4)).toEqual([
      'missingContact',
      'invalidEmail',
      'noOwner',
      'stale',
    ])
  })

  test('A16: domains of one’s own, another time, one entity, a filter', async () => {
    const { admin, clock } = world(stage(), '2026-03-01T09:00:00+08:00')
    await admin.contacts.create({ name: 'a', city: '上海', points: ['a@Nowhere.CN'] })
    await admin.contacts.create({ name: 'b', city: '北京', points: ['b@nowhere.cn'] })
    await admin.companies.create({ name: 'c' })
    await clock.advance('P15D')
    const asked = { staleDays: 10, undeliverable: ['NOWHERE.cn'] }
    const { counts } = (await admin.analytics.dataQuality({ ...asked, entities: ['contact'] })).data
    expect(counts).toEqual({ missingContact: 0, invalidEmail: 2, noOwner: 0, stale: 2, staleOver10d: 2 })
    const some = await admin.analytics.dataQuality({ ...asked, entities: ['contact'], where: { city: '北京' } })
    expect(some.data.counts).toEqual({ missingContact: 0, invalidEmail: 1, noOwner: 0, stale: 1, staleOver10d: 1 })
    expect((await admin.analytics.dataQuality({})).data.counts).toMatchObject({ invalidEmail: 0, staleOver180d: 0 })
    const wrong = admin.analytics.dataQuality({ where: { citty: 'x' } })
    await expect(wrong).rejects.toMatchObject({ code: 'UNKNOWN_KEY', path: 'where.citty' })
  })

  test('nothing of nothing is null', async () => {
    const { admin } = world(stage())
    const { data } = await admin.analytics.dataQuality({})
    expect(data.issues.length).toBe(8)
    for (const { count, share } of data.issues) expect([count, share.value, share.interval]).toEqual([0, null, null])
  })
})
