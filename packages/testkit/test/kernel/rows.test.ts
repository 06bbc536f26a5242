import { createCrm, definePipeline, field } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'

const admin = { user: 'u_adm', roles: ['admin'] }

onBoth((make) => {
  test('A4: orders have a count, a total and an average; the same external id again changes nothing', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: '华东精工' })
    const order = (externalId: string, total: number) =>
      me.orders.upsert({
        by: 'externalId',
        record: { externalId, total, companyId, currency: 'CNY', placedAt: '2026-01-01T00:00:00Z' },
      })
    expect((await order('o1', 12_000)).created).toBe(true)
    expect((await order('o2', 8_000)).created).toBe(true)
    expect((await order('o2', 8_000)).created).toBe(false)
    const [figures] = await me.orders.aggregate({
      where: { companyId },
      measures: {
        count: { fn: 'count' },
        total: { fn: 'sum', field: 'total' },
        avg: { fn: 'avg', field: 'total', rounding: 'half-up' },
      },
    })
    expect(figures).toEqual({ count: 2, total: 20_000, avg: 10_000 })
  })

  test('A7: a custom field in code is checked and filterable', async () => {
    const { crm } = await testCrm({
      storage: await make(),
      fields: { company: { purchaseCycleDays: field.integer({ min: 1 }).optional() } },
    })
    const me = crm.as(admin)
    const wrong = { name: 'x', purchaseCycleDays: 'abc' as unknown as number }
    const error = await errorOf(() => me.companies.create(wrong))
    expect(error).toMatchObject({ code: 'INVALID', path: 'purchaseCycleDays', details: { reason: 'type' } })
    expect(await codeOf(() => me.companies.create({ name: 'x', purchaseCycleDays: 0 }))).toBe('INVALID')
    const ids = new Map<number, string>()
    for (const days of [10, 30, 31, 90])
      ids.set(days, (await me.companies.create({ name: `c${days}`, purchaseCycleDays: days })).id)
    await me.companies.create({ name: 'none' })
    const found = await me.companies.list({
      where: { purchaseCycleDays: { gt: 30 } },
      orderBy: { purchaseCycleDays: 'desc' },
    })
    expect(found.items.map(({ id }) => id)).toEqual([ids.get(90), ids.get(31)])
    const updated = await me.companies.update(ids.get(10) as string, { purchaseCycleDays: 45 })
    expect(updated.purchaseCycleDays).toBe(45)
    expect(await me.companies.count({ where: { purchaseCycleDays: { gt: 30 } } })).toBe(3)
  })

  test('A17: own, department and all, on list, count, sum and get', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const system = crm.asSystem({ reason: 'set up' })
    const boss = await system.members.create({ userId: 'u_m', name: 'Manager East' })
    for (const userId of ['u_a', 'u_b']) await system.members.create({ userId, name: userId, managerId: boss.id })
    await system.members.create({ userId: 'u_n', name: 'North' })
    const owners = ['u_a', 'u_a', 'u_b', 'u_b', 'u_m', 'u_n', 'u_n', 'u_n']
    const ids: string[] = []
    for (const [index, ownerId] of owners.entries()) {
      const { id } = await system.companies.create({ name: `c${index}`, ownerId })
      await system.orders.create({
        companyId: id,
        ownerId,
        total: 100,
        currency: 'CNY',
        placedAt: '2026-01-01T00:00:00Z',
      })
      ids.push(id)
    }
    const people = [
      [crm.as({ user: 'u_a', roles: ['sales'] }), 2],
      [crm.as({ user: 'u_m', roles: ['manager'] }), 5],
      [crm.as(admin), 8],
    ] as const
    for (const [me, count] of people) {
      expect((await me.companies.list()).items).toHaveLength(count)
      expect(await me.companies.count()).toBe(count)
      const [sum] = await me.orders.aggregate({ measures: { total: { fn: 'sum', field: 'total' } } })
      expect(sum?.total).toBe(count * 100)
    }
    const [rep] = people[0]
    expect(await codeOf(() => rep.companies.get(ids[7] as string))).toBe('NOT_FOUND')
    expect((await rep.companies.get(ids[0] as string)).ownerId).toBe('u_a')
  })

  test('A17: a move of a member changes what his managers see, and nobody manages himself', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const system = crm.asSystem({ reason: 'set up' })
    const top = await system.members.create({ userId: 'top', name: 'Top' })
    const mid = await system.members.create({ userId: 'mid', name: 'Mid', managerId: top.id })
    const low = await system.members.create({ userId: 'low', name: 'Low', managerId: mid.id })
    await system.companies.create({ name: 'x', ownerId: 'low' })
    const sees = (user: string) => crm.as({ user, roles: ['manager'] }).companies.count()
    expect([await sees('top'), await sees('mid'), await sees('low')]).toEqual([1, 1, 1])
    await system.members.update(mid.id, { managerId: null })
    expect([await sees('top'), await sees('mid')]).toEqual([0, 1])
    await system.members.update(low.id, { managerId: top.id })
    expect([await sees('top'), await sees('mid')]).toEqual([1, 0])
    expect(await codeOf(() => system.members.update(top.id, { managerId: low.id }))).toBe('INVALID')
    expect([await sees('top'), await sees('mid')]).toEqual([1, 0])
    await system.members.delete(low.id)
    expect(await sees('top')).toBe(0)
    await system.members.restore(low.id)
    expect(await sees('top')).toBe(1)
  })

  test('A23: of two updates from version 3 the second is refused, and no update is lost', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const { id } = await me.companies.create({ name: 'a' })
    await me.companies.update(id, { name: 'b' })
    await me.companies.update(id, { name: 'c' })
    const both = await Promise.allSettled([
      me.companies.update(id, { city: 'first' }, { ifVersion: 3 }),
      me.companies.update(id, { city: 'second' }, { ifVersion: 3 }),
    ])
    const won = both.filter((r) => r.status === 'fulfilled')
    const lost = both.filter((r) => r.status === 'rejected')
    expect(won.map((r) => r.value.version)).toEqual([4])
    expect(lost.map((r) => r.reason)).toMatchObject([{ code: 'VERSION_CONFLICT', details: { expected: 3, actual: 4 } }])
    expect(await me.companies.get(id)).toMatchObject({ version: 4, city: won[0]?.value.city })
  })

  test('B3: a forbidden move names what is allowed; the stays of a legal path add up', async () => {
    const pipelines = {
      deal: definePipeline({
        entity: 'deal',
        stages: {
          lead: {},
          needs: {},
          quote: {},
          signed: { type: 'won' },
          lost: { type: 'lost', require: ['lostReason'] },
        },
        transitions: { lead: ['needs', 'lost'], needs: ['quote', 'lost'], quote: ['signed', 'lost'] },
      }),
    }
    const { crm, clock } = await testCrm({ storage: await make(), pipelines })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const deal = await me.deals.create({ title: 'x', companyId })
    const error = await errorOf(() => me.deals.move(deal.id, { to: 'signed' }))
    expect(error).toMatchObject({
      code: 'TRANSITION_NOT_ALLOWED',
      details: { from: 'lead', to: 'signed', allowed: ['needs', 'lost'] },
    })
    expect(await me.deals.history(deal.id)).toHaveLength(1)
    for (const [wait, to] of [
      ['P3D', 'needs'],
      ['PT5H', 'quote'],
      ['P10D', 'signed'],
    ] as const) {
      await clock.advance(wait)
      await me.deals.move(deal.id, { to })
    }
    const done = await me.deals.get(deal.id)
    const stays = await me.deals.history(deal.id)
    expect(stays.map(({ stage }) => stage)).toEqual(['lead', 'needs', 'quote', 'signed'])
    const lasted = stays.reduce((sum, { duration }) => sum + Number(duration), 0)
    expect(lasted).toBe(Date.parse(done.closedAt as string) - Date.parse(done.createdAt))
    expect(stays.at(-1)).toMatchObject({ leftAt: done.closedAt, duration: 0 })
    expect(await codeOf(() => me.deals.move(deal.id, { to: 'lead' }))).toBe('TRANSITION_NOT_ALLOWED')
  })

  test('B17: a deal is not lost without a reason; reasons can be counted', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const lose = async (lostReason?: string) => {
      const { id } = await me.deals.create({ title: 'x', companyId })
      return me.deals.move(id, { to: 'lost', ...(lostReason === undefined ? {} : { set: { lostReason } }) })
    }
    expect(await errorOf(() => lose())).toMatchObject({ code: 'INVALID', details: { field: 'lostReason' } })
    for (const reason of ['price', 'price', 'price', 'price', 'price', 'no_budget', 'no_budget', 'no_budget'])
      await lose(reason)
    const reasons = await me.deals.aggregate({
      where: { stage: 'lost' },
      groupBy: { reason: 'lostReason' },
      measures: { n: { fn: 'count' } },
      orderBy: { n: 'desc' },
    })
    expect(reasons).toEqual([
      { reason: 'price', n: 5 },
      { reason: 'no_budget', n: 3 },
    ])
    expect(await me.deals.count({ where: { stage: 'qualified' } })).toBe(1)
  })

  test('B17: what a stage requires cannot be taken away while the record is in it', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const { id } = await me.deals.create({ title: 'x', companyId })
    await me.deals.move(id, { to: 'lost', set: { lostReason: 'price' } })
    expect(await codeOf(() => me.deals.update(id, { lostReason: null }))).toBe('INVALID')
    const preview = await me.deals.move(
      (await me.deals.create({ title: 'y', companyId })).id,
      { to: 'lost' },
      { dryRun: true },
    )
    expect(preview.missing).toMatchObject([{ path: 'set.lostReason' }])
  })

  test('F4: without plugins there are the tables of the core and no others', async () => {
    const { crm } = await testCrm({ storage: await make() })
    expect(new Set(crm.describe().entities.map(({ owner }) => owner))).toEqual(new Set(['core']))
    const { applied } = await crm.migrate()
    expect(applied).toEqual([])
  })

  test('F6: the first move of a deal takes a file and five calls', async () => {
    const crm = createCrm({ storage: await make() })
    await crm.migrate()
    const me = crm.as({ user: 'u_1', roles: ['sales'] })
    const acme = await me.companies.create({ name: '北京未来科技有限公司' })
    const deal = await me.deals.create({ companyId: acme.id, title: '年度合同', amount: 12_000_000, currency: 'CNY' })
    expect((await me.deals.move(deal.id, { to: 'proposal' })).stage).toBe('proposal')
  })

  test('G9: a record in the bin does not block its e-mail; the first cannot come back over the second', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const first = await me.contacts.create({ name: 'a', email: 'a@example.com' })
    await me.contacts.delete(first.id)
    const second = await me.contacts.create({ name: 'b', email: 'a@example.com' })
    const error = await errorOf(() => me.contacts.restore(first.id))
    expect(error).toMatchObject({ code: 'DUPLICATE', details: { fields: ['email'], id: second.id } })
    expect(await codeOf(() => me.contacts.get(first.id))).toBe('NOT_FOUND')
  })

  test('G10: a restore tells it once', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const told: string[] = []
    for (const type of ['contact.restored', 'contact.created', 'contact.updated'] as const)
      crm.on(type, (fact) => told.push(`${fact.type} ${fact.recordId}`))
    const me = crm.as(admin)
    const { id } = await me.contacts.create({ name: 'a' })
    await me.contacts.delete(id)
    const back = await me.contacts.restore(id)
    expect(back).toMatchObject({ id, deletedAt: null, version: 3 })
    expect(told).toEqual([`contact.created ${id}`, `contact.restored ${id}`])
  })

  test('G12: upsert and the unique index are one key', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const first = await me.contacts.upsert({ by: 'email', record: { name: 'a', email: 'a@example.com' } })
    await me.contacts.delete(first.record.id)
    const second = await me.contacts.upsert({ by: 'email', record: { name: 'b', email: 'a@example.com' } })
    expect(second.created).toBe(true)
    const third = await me.contacts.upsert({ by: 'email', record: { name: 'c', email: 'a@example.com' } })
    expect([third.created, third.record.id, third.record.name]).toEqual([false, second.record.id, 'c'])
    expect(await errorOf(() => me.contacts.upsert({ by: 'name', record: { name: 'a' } }))).toMatchObject({
      code: 'INVALID',
      path: 'by',
    })
    const many = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        me.contacts.upsert({ by: 'externalId', record: { name: `n${n}`, externalId: 'same' } }),
      ),
    )
    expect(many.filter(({ created }) => created)).toHaveLength(1)
    expect(await me.contacts.count({ where: { externalId: 'same' } })).toBe(1)
  })

  test('G13: amounts of two currencies are not added', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const order = (currency: string) =>
      me.orders.create({ companyId, currency, total: 100, placedAt: '2026-01-01T00:00:00Z' })
    await order('CNY')
    const sum = () => me.orders.aggregate({ measures: { total: { fn: 'sum', field: 'total' } } })
    expect(await sum()).toEqual([{ total: 100 }])
    await order('USD')
    expect(await errorOf(sum)).toMatchObject({ code: 'MIXED_CURRENCY', details: { currencies: ['CNY', 'USD'] } })
    const groups = await me.orders.aggregate({
      groupBy: { currency: 'currency' },
      measures: { total: { fn: 'sum', field: 'total' } },
    })
    expect(groups).toEqual([
      { currency: 'CNY', total: 100 },
      { currency: 'USD', total: 100 },
    ])
    expect(await codeOf(() => me.companies.list({ where: { orders: { sum: { total: { gt: 50 } } } } }))).toBe(
      'MIXED_CURRENCY',
    )
    const named = await me.companies.list({
      where: { orders: { where: { currency: 'CNY' }, sum: { total: { gt: 50 } } } },
    })
    expect(named.items).toHaveLength(1)
  })

  test('a measure may see some of its group only', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    for (const [total, currency] of [
      [100, 'CNY'],
      [200, 'CNY'],
      [5, 'USD'],
    ] as const)
      await me.orders.create({ companyId, currency, total, placedAt: '2026-01-01T00:00:00Z' })
    const rows = await me.orders.aggregate({
      measures: {
        all: { fn: 'count' },
        big: { fn: 'count', where: { total: { gte: 100 } } },
        yuan: { fn: 'sum', field: 'total', where: { currency: 'CNY' } },
        dollars: { fn: 'avg', field: 'total', rounding: 'floor', where: { currency: 'USD' } },
        none: { fn: 'avg', field: 'total', rounding: 'floor', where: { currency: 'EUR' } },
      },
    })
    expect(rows).toEqual([{ all: 3, big: 2, yuan: 300, dollars: 5, none: null }])
    const mixed = () =>
      me.orders.aggregate({ measures: { sum: { fn: 'sum', field: 'total', where: { total: { lt: 150 } } } } })
    expect(await codeOf(mixed)).toBe('MIXED_CURRENCY')
  })

  test('G14: a day is a text from end to end, in every zone', async () => {
    const { crm } = await testCrm({ storage: await make(), zone: 'Asia/Shanghai' })
    const me = crm.as(admin)
    for (const birthday of ['2000-02-29', '1970-01-01', '2026-03-29', '1919-06-05']) {
      const { id } = await me.contacts.create({ name: 'x', birthday })
      expect((await me.contacts.get(id)).birthday).toBe(birthday)
      expect((await me.contacts.list({ where: { birthday } })).items.map((row) => row.id)).toEqual([id])
    }
    expect(await codeOf(() => me.contacts.create({ name: 'x', birthday: '2023-02-29' }))).toBe('INVALID')
  })
})
