import { divide, safe } from '../../schema/index.ts'

/** The amount of a line: quantity × unit price less the discount, half up to the minor unit. */
export function lineTotal(line: Readonly<Record<string, unknown>>): number {
  const [quantity, price, discount] = [Number(line.quantity), Number(line.unitPrice), Number(line.discount)]
  return divide(BigInt(price) * BigInt(quantity) * BigInt(10_000 - discount), 10_000n, 'half-up')
}

/** The totals of the lines together, exact. */
export function sumOf(lines: readonly Readonly<Record<string, unknown>>[]): number {
  return safe(
    lines.reduce((sum, line) => sum + BigInt(Number(line.total)), 0n),
    'total',
  )
}
