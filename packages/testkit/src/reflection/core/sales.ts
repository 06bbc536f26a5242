import type { CoreTypes, Scope } from '@guanxi/core'
import type { Fixture, Fixtures } from '../fixtures.ts'

type Me = Scope<CoreTypes>

/** A deal with a line. */
async function dealId(me: Me, unique: string): Promise<string> {
  const { id: companyId } = await me.companies.create({ name: unique })
  const { id: productId } = await me.products.create({ name: unique })
  const lines = [{ productId, quantity: 2, unitPrice: 250, description: 'x' }]
  return (await me.deals.create({ title: unique, companyId, currency: 'CNY', lines })).id
}

const line: Fixture = async (me, unique) => {
  const { items } = await me.dealLines.list({ where: { dealId: await dealId(me, unique) } })
  return { id: items[0]?.id ?? '' }
}

/** A fixture for each operation of selling that is no record operation of a record of its own. */
export const salesFixtures: Fixtures = {
  'dealLines.get': line,
  'dealLines.story': line,
  'dealLines.list': async (me, unique) => ({
    input: { where: { dealId: await dealId(me, unique) }, include: { product: true } },
  }),
  'dealLines.count': async (me, unique) => ({ input: { where: { dealId: await dealId(me, unique) } } }),
  'dealLines.aggregate': async (me, unique) => ({
    input: { where: { dealId: await dealId(me, unique) }, measures: { n: { fn: 'sum', field: 'quantity' } } },
  }),
}
