import type { CommissionPlan, Tiers } from './entities.ts'

/** Basis points in a whole. */
const whole = 10_000n

/** What is paid for what was sold: each part at the rate of its tier, rounded once. */
export function commissionOf(base: number, tiers: Tiers, rounding: CommissionPlan['rounding']): number {
  const sold = BigInt(Math.max(0, base))
  let sum = 0n
  let below = 0n
  for (const { upTo, rate } of tiers) {
    const top = upTo === null || BigInt(upTo) > sold ? sold : BigInt(upTo)
    if (top > below) sum += (top - below) * BigInt(rate)
    if (upTo !== null) below = BigInt(upTo)
  }
  return Number(rounded(sum, rounding))
}

function rounded(sum: bigint, rounding: CommissionPlan['rounding']): bigint {
  const [floor, rest] = [sum / whole, sum % whole]
  if (rounding === 'floor' || rest * 2n < whole) return floor
  const even = rest * 2n === whole && rounding === 'half-even' && floor % 2n === 0n
  return even ? floor : floor + 1n
}
