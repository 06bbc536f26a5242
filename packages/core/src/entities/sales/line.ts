import { type DeriveInput, divide, field, type Row, safe } from '../../schema/index.ts'

/** What every line has, be it of an order or of a deal. */
export const lineFields = {
  productId: field.ref('product').optional(),
  description: field.string().optional().pii(),
  quantity: field.integer({ min: 0 }).default(1),
  /** Minor units, for one. */
  unitPrice: field.money(),
  /** Hundredths of a percent off: 1500 is 15 %. */
  discount: field.integer({ min: 0, max: 10_000 }).default(0),
  /** quantity × unitPrice less the discount, rounded half up to the minor unit. */
  total: field.money().generated(),
}

/** The amount of a line: quantity × unit price less the discount, half up to the minor unit. */
export function lineTotal({ record: line }: DeriveInput): { readonly total: number } {
  const [quantity, price, discount] = [Number(line.quantity), Number(line.unitPrice), Number(line.discount)]
  return { total: divide(BigInt(price) * BigInt(quantity) * BigInt(10_000 - discount), 10_000n, 'half-up', 'total') }
}

/** The totals of the lines together, exact. */
export function sumOf(lines: readonly Row[]): number {
  return safe(
    lines.reduce((sum, line) => sum + BigInt(Number(line.total)), 0n),
    'total',
  )
}
