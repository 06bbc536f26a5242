import type { CoreTypes, Scope } from '@guanxi/core'
import { type Fixtures, recordFixtures } from '../fixtures.ts'

const placedAt = '2026-03-01T00:00:00Z'

/** An order of a company's, with a product. */
async function bought(me: Scope<CoreTypes>, unique: string) {
  const { id: companyId } = await me.companies.create({ name: unique })
  const { id: contactId } = await me.contacts.create({ name: unique })
  const { id: productId } = await me.products.create({ name: unique })
  const lines = [{ productId, quantity: 2, unitPrice: 250 }]
  const { id: orderId } = await me.orders.create({ companyId, contactId, currency: 'CNY', placedAt, lines })
  return { companyId, contactId, orderId }
}

/** Another three letters for another text. */
function code(text: string): string {
  let number = 0
  for (const letter of text) number = (number * 31 + letter.charCodeAt(0)) % 26 ** 3
  return [676, 26, 1].map((place) => String.fromCharCode(65 + (Math.floor(number / place) % 26))).join('')
}

/** A fixture for each operation about refunds, rates and purchases. */
export const moneyFixtures: Fixtures = {
  ...recordFixtures({
    plural: 'refunds',
    reports: true,
    async input(me, unique) {
      const { orderId } = await bought(me, unique)
      return { externalId: unique, orderId, amount: 5, at: placedAt, reason: 'broken' }
    },
    patch: { amount: 7 },
    relation: 'order',
  }),
  ...recordFixtures({
    plural: 'exchangeRates',
    by: ['from', 'to', 'at'],
    input: async (_, unique) => ({ from: code(unique), to: 'CNY', at: '2026-03-01', rate: '7.1234' }),
    patch: { rate: '7.2' },
  }),
  'companies.purchases': async (me, unique) => ({
    id: (await bought(me, unique)).companyId,
    input: { currency: 'own', products: 3 },
  }),
  'contacts.purchases': async (me, unique) => ({
    id: (await bought(me, unique)).contactId,
    input: { currency: 'own', products: 3 },
  }),
}
