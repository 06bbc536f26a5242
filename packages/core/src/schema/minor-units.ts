/*
 * How many decimals the minor unit of a currency has, where they are not two. From ISO 4217, list one, as published by its
 * maintenance agency SIX on 2026-01-01. The environment's locale data is not asked: it differs from machine to machine,
 * and amounts are kept for longer than any of them.
 */
const none = /^(BIF|CLP|DJF|GNF|ISK|JPY|KMF|KRW|PYG|RWF|UGX|UYI|VND|VUV|XAF|XOF|XPF)$/
const three = /^(BHD|IQD|JOD|KWD|LYD|OMR|TND)$/
const four = /^(CLF|UYW)$/

/**
 * The decimals of a currency's minor unit: 2 of CNY, 0 of JPY, 3 of KWD. A code that is not in the list has 2.
 *
 * @example
 * minorUnits('JPY') // 0
 */
export function minorUnits(currency: string): number {
  if (none.test(currency)) return 0
  if (three.test(currency)) return 3
  return four.test(currency) ? 4 : 2
}
