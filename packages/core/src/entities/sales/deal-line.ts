import { type CreateOf, defineEntity, field, type OwnedEntityOf, type RowOf, type System } from '../../schema/index.ts'
import { lineFields, lineTotal } from './line.ts'

/** One product that a deal is about. It is written through its deal: `deals.create({ lines: [...] })`. */
export const dealLine = defineEntity({
  name: 'dealLine',
  plural: 'dealLines',
  ownedBy: 'deal',
  fields: { dealId: field.ref('deal').generated(), ...lineFields },
  relations: {
    deal: { to: 'deal', via: 'dealId', inverse: 'lines' },
    product: { to: 'product', via: 'productId', inverse: 'dealLines' },
  },
  derive: lineTotal,
})

/**
 * One product that a deal is about. Amounts are in minor units of the deal's currency.
 *
 * @example
 * const { lines } = await me.deals.get('d_1', { include: { lines: true } })
 * const totals = lines.map(({ total }: DealLine) => total)
 */
export interface DealLine extends System, RowOf<typeof dealLine.fields> {}

/**
 * A line as a deal's `lines` take it. Its total follows from quantity, price and discount.
 *
 * @example
 * const line: DealLineCreate = { productId: 'x_1', quantity: 2, unitPrice: 5_000_000 }
 * await me.deals.update('d_1', { lines: { add: [line] } })
 */
export interface DealLineCreate extends CreateOf<typeof dealLine.fields> {
  /** Names a line that exists, when the lines of a deal are replaced. */
  id?: string
}
export type DealLineTypes = OwnedEntityOf<typeof dealLine, DealLine, DealLineCreate>
