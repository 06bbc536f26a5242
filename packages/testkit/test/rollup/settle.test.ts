import type { StorageAdapter } from '@guanxi/core'
import { expect, test } from 'vitest'
import { onBoth } from '../both.ts'
import { rawSql } from '../kernel/tampering.ts'
import { admin, crmWith, revenue, zone } from './rollups.ts'
import { rowsOf } from './rows.ts'

const monthly = {
  groupBy: { month: { field: 'placedAt', bucket: 'month', timeZone: zone } },
  measures: { n: { fn: 'count' } },
  orderBy: { month: 'asc' },
} as const

onBoth((make, name) => {
  const open = async () => {
    const storage = await make({ tampered: true })
    const { crm } = await crmWith(storage, [revenue])
    const me = crm.as(admin)
    const { id: contactId } = await me.contacts.create({ name: 'Ada' })
    const order = (placedAt: string) => me.orders.create({ placedAt, total: 600, currency: 'CNY', contactId })
    return { storage, crm, me, order }
  }
  /** As if the records had been there before the rollup. */
  const unkept = async (storage: StorageAdapter) => {
    const tx = await storage.begin()
    for (const table of ['revenue_by_month', 'rollup_changes']) await rawSql(tx.native, `delete from crm_${table}`)
    await tx.commit()
  }

  for (const goes of ['is deleted', 'moves'] as const)
    test(`the last record of a group ${goes} while the rollup is built: it is right`, async () => {
      const { storage, crm, me, order } = await open()
      const { id } = await order('2026-03-10T00:00:00Z')
      await order('2026-05-10T00:00:00Z')
      await unkept(storage)
      const { session } = storage
      const aggregate = session.aggregate.bind(session)
      let has = false
      // Before it is counted.
      session.aggregate = async (query) => {
        if (!has && query.entity.name === 'order') {
          has = true
          if (goes === 'moves') await me.orders.update(id, { placedAt: '2026-05-11T00:00:00Z' })
          else await me.orders.delete(id)
        }
        return aggregate(query)
      }
      await crm.rebuildRollups()
      session.aggregate = aggregate
      expect(has).toBe(true)
      await crm.tick()
      expect((await rowsOf(storage, 'revenue_by_month')).map(({ rows }) => Number(rows)).filter((n) => n < 0)).toEqual(
        [],
      )
      await order('2026-03-12T00:00:00Z')
      expect((await me.orders.aggregate(monthly))[0]).toEqual({ month: '2026-03-01', n: 1 })
    })

  test('two that set cells right at once set them right once', async () => {
    const { storage, crm, me, order } = await open()
    await order('2026-03-10T00:00:00Z')
    await unkept(storage)
    const begin = storage.begin.bind(storage)
    let inner: Promise<unknown> | undefined
    // The other one is done between what this one has compared and what it adds.
    storage.begin = async (how) => {
      if (how?.snapshot !== true && inner === undefined) {
        inner = crm.rebuildRollups()
        await inner
      }
      return begin(how)
    }
    await crm.rebuildRollups()
    storage.begin = begin
    expect(inner).toBeDefined()
    expect(await me.orders.aggregate(monthly)).toEqual([{ month: '2026-03-01', n: 1 }])
    expect((await crm.verifyRollups())[0]).toMatchObject({ differing: 0, groups: 1 })
  })

  // On SQLite nobody writes while one counts.
  const whereOthersWrite = name === 'postgres' ? test : undefined
  whereOthersWrite?.('a group that is written to in every count is compared, and set right', async () => {
    const { storage, crm, order } = await open()
    await order('2026-03-10T00:00:00Z')
    const begin = storage.begin.bind(storage)
    let counts = 0
    storage.begin = async (how) => {
      const tx = await begin(how)
      const aggregate = tx.aggregate.bind(tx)
      tx.aggregate = async (query) => {
        // What is noted and kept was read before it, and the records are read after it.
        if (query.entity.name === 'order' && counts++ < 100) await order('2026-03-11T00:00:00Z')
        return aggregate(query)
      }
      return tx
    }
    const sound = { built: true, groups: 1, differing: 0 }
    expect(await crm.verifyRollups()).toMatchObject([sound])
    expect((await crm.check()).findings).toEqual([])
    await unkept(storage)
    expect(await crm.rebuildRollups()).toMatchObject([{ ...sound, differing: 1 }])
    expect(await crm.verifyRollups()).toMatchObject([sound])
    expect(counts).toBeLessThan(9)
  })
})
