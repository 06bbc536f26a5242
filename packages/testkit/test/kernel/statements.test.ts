import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { onBoth } from '../both.ts'
import { watch } from '../watch.ts'

const admin = { user: 'u_adm', roles: ['admin'] }

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
    expect(seen.splice(0)).toEqual(['select order', 'select company', 'select orderLine'])
    const [first] = items
    const again = await me.orders.get(first?.id ?? '', { include: { company: true, lines: true } })
    expect([again.company?.name, again.lines.length]).toEqual(['c0', 2])
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
