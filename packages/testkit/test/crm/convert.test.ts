import { convert, isCrmError, minorUnits } from '@guanxi/core'
import { describe, expect, test } from 'vitest'
import { Random } from '../../src/sample/random.ts'

/** Decimals of ISO 4217, spelled out once more. */
const decimals = { JPY: 0, KRW: 0, CLP: 0, XAF: 0, CNY: 2, USD: 2, EUR: 2, KWD: 3, BHD: 3, TND: 3, CLF: 4 } as const
const currencies = Object.keys(decimals) as (keyof typeof decimals)[]

/** An exact decimal from its digits: the number is `digits` / 10^`places`. */
interface Decimal {
  readonly digits: bigint
  readonly places: number
}

/** Half up by the pen: the digits behind the point are cut off, and the first of them decides. */
function rounded({ digits, places }: Decimal): bigint {
  const text = String(digits < 0n ? -digits : digits).padStart(places + 1, '0')
  const [whole, rest] = [text.slice(0, text.length - places), text.slice(text.length - places)]
  const up = rest !== '' && Number(rest[0]) >= 5 ? 1n : 0n
  const size = BigInt(whole) + up
  return digits < 0n ? -size : size
}

/** The amount in the other currency's minor units, by multiplying decimals as they are written. */
function oracle(amount: number, from: keyof typeof decimals, to: keyof typeof decimals, rate: string): bigint {
  const [whole = '', behind = ''] = rate.split('.')
  const product = { digits: BigInt(amount) * BigInt(`${whole}${behind}`), places: decimals[from] + behind.length }
  // One whole unit has 10^decimals minor ones: the point moves to the right, or zeros come to the end.
  const places = product.places - decimals[to]
  return places >= 0 ? rounded({ ...product, places }) : product.digits * 10n ** BigInt(-places)
}

describe('a conversion', () => {
  test('is exact, and rounded once, half up: 20,000 random ones against a second way to compute them', () => {
    const random = new Random(4217)
    let refused = 0
    for (let n = 0; n < 20_000; n++) {
      const amount = random.int(-1, 1) * random.int(0, 10 ** random.int(0, 15)) || random.int(0, 5)
      const [from, to] = [random.pick(currencies), random.pick(currencies)]
      const places = random.int(0, 12)
      const behind = Array.from({ length: places }, () => random.int(0, 9)).join('')
      const rate = `${random.int(0, 10 ** random.int(0, 9) - 1)}${places === 0 ? '' : `.${behind}`}`
      if (!/[1-9]/.test(rate)) continue
      const expected = oracle(amount, from, to, rate)
      if (expected > BigInt(Number.MAX_SAFE_INTEGER) || expected < BigInt(-Number.MAX_SAFE_INTEGER)) {
        refused++
        expect(() => convert({ amount, currency: from }, to, rate)).toThrow(
          expect.toSatisfy((error) => isCrmError(error, 'NUMBER_OUT_OF_RANGE')),
        )
      } else
        expect([amount, from, to, rate, convert({ amount, currency: from }, to, rate)]).toEqual([
          amount,
          from,
          to,
          rate,
          Number(expected),
        ])
    }
    expect(refused).toBeGreaterThan(100)
  })

  test.each([
    [1_000, 'USD', 'CNY', '7.1234', 7_123],
    [1_001, 'USD', 'CNY', '7.1234', 7_131],
    [1, 'CNY', 'JPY', '21.05', 0],
    [5, 'CNY', 'JPY', '10', 1],
    [-5, 'CNY', 'JPY', '10', -1],
    [1, 'JPY', 'KWD', '0.0021', 2],
    [1, 'KWD', 'JPY', '480', 0],
    [12_345, 'KWD', 'CLF', '8.5', 1_049_325],
    [9_007_199_254_740_991, 'CNY', 'USD', '1', 9_007_199_254_740_991],
  ] as const)('%i of %s in %s at %s is %i', (amount, currency, to, rate, expected) => {
    expect(convert({ amount, currency }, to, rate)).toBe(expected)
  })

  test('at the last safe integer ends where numbers end', () => {
    const most = { amount: Number.MAX_SAFE_INTEGER, currency: 'CNY' }
    expect(() => convert(most, 'USD', '1.000000000001')).toThrow(
      expect.toSatisfy((error) => isCrmError(error, 'NUMBER_OUT_OF_RANGE')),
    )
    expect(convert(most, 'USD', '0.999999999999')).toBe(9_007_199_254_731_984)
  })

  test('knows the minor units that are not two', () => {
    expect(currencies.map(minorUnits)).toEqual(Object.values(decimals))
    expect(minorUnits('XXX')).toBe(2)
  })
})
