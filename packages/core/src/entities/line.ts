import { divide } from '../schema/index.ts'

/** The amount of a line: quantity × unit price less the discount, half up to the minor unit. */
export function lineTotal(line: Readonly<Record<string, unknown>>): number {
  const [quantity, price, discount] = [Number(line.quantity), Number(line.unitPrice), Number(line.discount)]
  return divide(BigInt(price) * BigInt(quantity) * BigInt(10_000 - discount), 10_000n, 'half-up')
}
