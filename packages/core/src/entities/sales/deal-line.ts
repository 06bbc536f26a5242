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

export interface DealLine extends System, RowOf<typeof dealLine.fields> {}
export interface DealLineCreate extends CreateOf<typeof dealLine.fields> {
  /** Names a line that exists, when the lines of a deal are replaced. */
  id?: string
}
export type DealLineTypes = OwnedEntityOf<typeof dealLine, DealLine, DealLineCreate>
