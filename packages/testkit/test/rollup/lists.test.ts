import { defineRollup } from '@guanxi/core'
import { bucketOf, Random } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { onBoth } from '../both.ts'
import { rawSql } from '../kernel/tampering.ts'
import { admin, crmWith, zone } from './rollups.ts'
import { isFrom, rowsOf } from './rows.ts'

const months = { fn: 'list', field: 'placedAt', bucket: 'month', timeZone: zone } as const
const days = { ...months, bucket: 'day' } as const
const active = defineRollup({
  name: 'active',
  entity: 'order',
  groupBy: { owner: 'ownerId', currency: 'currency' },
  measures: { months, total: { fn: 'sum', field: 'total' }, days },
})
const byOwner = { groupBy: { owner: 'ownerId' }, measures: { months }, orderBy: { owner: 'asc' } } as const

onBoth((make, name) => {
  const open = async () => {
    const storage = await make({ tampered: true })
    const { crm } = await crmWith(storage, [active])
    const me = crm.as(admin)
    const { id: contactId } = await me.contacts.create({ name: 'Ada' })
    const order = (placedAt: string, ownerId: string | null = 'u_1', currency = 'CNY') =>
      me.orders.create({ placedAt, ownerId, total: 5, currency, contactId })
    return { storage, crm, me, order }
  }

  test('the periods of a group come out of one cell, or of several', async () => {
    const { me, order, crm } = await open()
    // In New York it is February.
    await order('2026-03-01T04:59:59Z')
    await order('2026-01-10T00:00:00Z')
    await order('2026-01-11T00:00:00Z', 'u_1', 'EUR')
    await order('1969-12-20T00:00:00Z', 'u_2')
    expect(await me.orders.aggregate(byOwner)).toEqual([
      { owner: 'u_1', months: ['2026-01-01', '2026-02-01'] },
      { owner: 'u_2', months: ['1969-12-01'] },
    ])
    const asks = {
      active: [
        byOwner,
        { measures: { months } },
        { where: { currency: 'EUR' }, measures: { days } },
        { measures: { abroad: { ...months, where: { currency: { ne: 'CNY' } } } } },
      ],
      // Who asks for some of the periods, for others, or of another zone, is answered by the records.
      orders: [
        { ...byOwner, where: { placedAt: { gte: '2026-02-01T05:00:00Z' } } },
        { measures: { months: { ...months, bucket: 'quarter' } } },
        { measures: { months: { ...months, timeZone: 'UTC' } } },
        { measures: { n: { fn: 'countDistinct', field: 'placedAt', bucket: 'month', timeZone: zone } } },
      ],
    } as const
    for (const [table, queries] of Object.entries(asks))
      for (const query of queries)
        expect(isFrom(table, await me.orders.explain(query as typeof byOwner)), JSON.stringify(query)).toBe(true)
    expect(await me.orders.aggregate(asks.active[2])).toEqual([{ days: ['2026-01-10'] }])
    expect(await me.orders.aggregate(asks.active[3])).toEqual([{ abroad: ['2026-01-01'] }])
    const seller = crm.as({ user: 'u_2', roles: ['seller'] })
    expect(await seller.orders.aggregate({ measures: { months } })).toEqual([{ months: ['1969-12-01'] }])
    expect(isFrom('active', await seller.orders.explain({ measures: { months } }))).toBe(true)
  })

  test('a period is listed as long as there is a record in it', async () => {
    const { me, order, crm, storage } = await open()
    const { id } = await order('2026-03-10T00:00:00Z')
    const { id: other } = await order('2026-03-11T00:00:00Z')
    const told = async () => (await me.orders.aggregate(byOwner)).map((row) => row.months)
    expect(await told()).toEqual([['2026-03-01']])
    expect((await rowsOf(storage, 'active')).map((row) => [row.months, row.days])).toEqual([['20513*2', '20521,20522']])
    await me.orders.delete(id)
    expect(await told()).toEqual([['2026-03-01']])
    await me.orders.update(other, { placedAt: '2026-05-01T12:00:00Z' })
    expect(await told()).toEqual([['2026-05-01']])
    await me.orders.restore(id)
    expect(await told()).toEqual([['2026-03-01', '2026-05-01']])
    for (const one of [id, other]) await me.orders.delete(one)
    expect(await told()).toEqual([])
    expect((await rowsOf(storage, 'active')).map((row) => [Number(row.rows), row.months, row.days])).toEqual([
      [0, null, null],
    ])
    expect((await crm.verifyRollups())[0]).toMatchObject({ groups: 0, differing: 0 })
  })

  test('after hundreds of writes each list is that of its records', async () => {
    const { me, crm, order } = await open()
    const random = new Random(23)
    const when = () => `2026-0${random.int(1, 6)}-0${random.int(1, 9)}T0${random.int(0, 9)}:00:00Z`
    const owner = () => random.pick(['u_1', 'u_2', 'u_3', null])
    const ids: string[] = []
    for (let n = 0; n < 200; n++) {
      const roll = random.next()
      if (roll < 0.4 || ids.length < 5) ids.push((await order(when(), owner(), random.pick(['CNY', 'EUR']))).id)
      else if (roll < 0.7) await me.orders.update(random.pick(ids), { placedAt: when(), ownerId: owner() })
      else await me.orders.delete(ids.splice(random.int(0, ids.length - 1), 1)[0] ?? '')
      if (random.chance(0.1)) await crm.tick()
    }
    const right = new Map<string | null, Set<string>>()
    for await (const { ownerId, placedAt } of me.orders.iterate()) {
      const month = bucketOf(placedAt, 'month', zone)
      right.set(ownerId, (right.get(ownerId) ?? new Set()).add(month))
    }
    const told = await me.orders.aggregate(byOwner)
    expect(new Map(told.map((row) => [row.owner, row.months]))).toEqual(
      new Map([...right].map(([one, listed]) => [one, [...listed].toSorted()])),
    )
    // An order that is made for nobody is its maker's.
    expect(told.map((row) => row.owner)).toEqual([null, 'u_1', 'u_2', 'u_3', 'u_adm'])
    expect((await crm.verifyRollups())[0]).toMatchObject({ built: true, differing: 0 })
  })

  test('what was changed past the engine is found in a list, told and set right', async () => {
    const { storage, crm, me, order } = await open()
    await order('2026-03-10T00:00:00Z')
    await order('2026-03-11T00:00:00Z')
    await crm.tick()
    const tx = await storage.begin()
    await rawSql(tx.native, `update crm_active set months = '20513,20544'`)
    await tx.commit()
    const figures = { rows: 2, total: 10, days: { '2026-03-09': 1, '2026-03-10': 1 } }
    const wrong = {
      tenant: 'default',
      keys: { owner: 'u_1', currency: 'CNY' },
      kept: { ...figures, months: { '2026-03-01': 1, '2026-04-01': 1 } },
      counted: { ...figures, months: { '2026-03-01': 2 } },
    }
    expect((await crm.verifyRollups())[0]).toMatchObject({ groups: 1, differing: 1, wrong: [wrong] })
    expect((await crm.rebuildRollups())[0]?.wrong).toEqual([wrong])
    expect(await rowsOf(storage, 'active')).toMatchObject([{ months: '20513*2' }])
    // Not how lists are spelled, though each has what it should have.
    for (const text of ['none of ours', ' 20513*2', 'x20513*2', '20513*2,,', '20513*2 ']) {
      const other = await storage.begin()
      await rawSql(other.native, `update crm_active set months = '${text}'`)
      await other.commit()
      expect((await crm.rebuildRollups())[0]?.wrong, text).toMatchObject([{ kept: { months: {} } }])
      expect(await rowsOf(storage, 'active')).toMatchObject([{ months: '20513*2' }])
    }
    expect(await me.orders.aggregate(byOwner)).toEqual([{ owner: 'u_1', months: ['2026-03-01'] }])
  })

  // On SQLite nobody writes while another does.
  const whereOthersWrite = name === 'postgres' ? test : undefined
  whereOthersWrite?.('what others bring in while a list is set right is in it', async () => {
    const { storage, crm, me, order } = await open()
    await order('2026-03-10T00:00:00Z')
    const tx = await storage.begin()
    await rawSql(tx.native, 'delete from crm_rollup_changes')
    await tx.commit()
    const begin = storage.begin.bind(storage)
    let has = false
    storage.begin = async (how) => {
      const own = await begin(how)
      if (how !== undefined) return own
      const select = own.select.bind(own)
      own.select = async (query) => {
        const found = await select(query)
        if (query.entity.name === 'active' && !has) {
          has = true
          await order('2026-04-10T00:00:00Z')
          expect(await me.orders.aggregate(byOwner)).toEqual([{ owner: 'u_1', months: ['2026-03-01', '2026-04-01'] }])
        }
        return found
      }
      return own
    }
    await crm.rebuildRollups()
    storage.begin = begin
    expect(has).toBe(true)
    expect((await crm.verifyRollups())[0]).toMatchObject({ groups: 1, differing: 0 })
    expect(await me.orders.aggregate(byOwner)).toEqual([{ owner: 'u_1', months: ['2026-03-01', '2026-04-01'] }])
    expect(isFrom('active', await me.orders.explain(byOwner))).toBe(true)
  })
})
