import type { StorageAdapter } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test, vi } from 'vitest'
import { onBoth } from '../both.ts'

const admin = { user: 'u_adm', roles: ['admin'] }

/** What reaches the storage: its calls in order, each write and commit with how many statements it carries. */
function watch(storage: StorageAdapter): string[] {
  const seen: string[] = []
  const { session } = storage
  const [select, aggregate] = [session.select.bind(session), session.aggregate.bind(session)]
  vi.spyOn(session, 'select').mockImplementation((query) => {
    seen.push(`select ${query.entity.name}`)
    return select(query)
  })
  vi.spyOn(session, 'aggregate').mockImplementation((query) => {
    seen.push(`aggregate ${query.entity.name}`)
    return aggregate(query)
  })
  const begin = storage.begin.bind(storage)
  vi.spyOn(storage, 'begin').mockImplementation(async (options) => {
    const tx = await begin(options)
    const [read, write, commit] = [tx.select.bind(tx), tx.write.bind(tx), tx.commit.bind(tx)]
    vi.spyOn(tx, 'select').mockImplementation((query) => {
      seen.push(`tx select ${query.entity.name}`)
      return read(query)
    })
    vi.spyOn(tx, 'write').mockImplementation((batch) => {
      seen.push(`tx write ${batch.map(({ type, entity }) => `${type} ${entity.name}`).join(', ')}`)
      return write(batch)
    })
    vi.spyOn(tx, 'commit').mockImplementation((batch = []) => {
      seen.push(`commit ${batch.map(({ type, entity }) => `${type} ${entity.name}`).join(', ')}`)
      return commit(batch)
    })
    return tx
  })
  return seen
}

onBoth((make) => {
  test('a list with two includes is three statements, whatever the number of rows', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const me = crm.as(admin)
    const { ids } = await me.companies.createMany(Array.from({ length: 40 }, (_, n) => ({ name: `c${n}` })))
    const order = (companyId: string) => ({
      companyId,
      currency: 'CNY',
      placedAt: '2026-01-01T00:00:00Z',
      lines: [{ unitPrice: 1 }, { unitPrice: 2 }],
    })
    await me.orders.createMany(ids.map(order))
    const seen = watch(storage)
    const { items } = await me.orders.list({ include: { company: true, lines: { limit: 1 } }, limit: 40 })
    expect(items).toHaveLength(40)
    expect(items.every(({ company, lines }) => company !== null && lines.length === 1)).toBe(true)
    expect(seen).toEqual(['select order', 'select company', 'select orderLine'])
  })

  test('a create is one round trip: the record, its audit row and its fact ride with the commit', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const me = crm.as({ user: 'u_a', roles: ['sales'] })
    const seen = watch(storage)
    const { id } = await me.companies.create({ name: 'x' })
    expect(seen.splice(0)).toEqual(['commit insert company, insert audit, insert outbox'])
    await me.companies.get(id)
    expect(seen.splice(0)).toEqual(['select company'])
    const deal = await me.deals.create({ title: 'x', companyId: id })
    expect(seen.splice(0)).toEqual([
      'tx select company',
      'commit insert deal, insert stageStay, insert audit, insert outbox',
    ])
    await me.deals.move(deal.id, { to: 'proposal' })
    expect(seen.splice(0)).toEqual([
      'tx select deal',
      'commit update deal, update stageStay, insert stageStay, insert audit, insert outbox',
    ])
  })
})
