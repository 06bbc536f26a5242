import type { ColumnType } from '@guanxi/core/storage'
import type { Codec, ParameterType } from '@guanxi/sql'

const day = 86_400_000

/** The milliseconds of an instant, and the days of a day, since 1970. */
export const millisOf = (instant: unknown): number => Date.parse(String(instant))
export const daysOf = (date: unknown): number => Date.parse(`${String(date)}T00:00:00.000Z`) / day

/** The types of columns. Text is compared byte by byte, and in UTF-8 that is by code point. */
export const types: Readonly<Record<ParameterType, string>> = {
  text: 'varchar',
  integer: 'bigint',
  number: 'double',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamp',
  json: 'json',
  // One digit tells whether a value lies between two whole numbers: see `halves`.
  exact: 'decimal(38, 1)',
}

const toNumber: Codec = { decode: Number }

/** Instants and days go and come as numbers: text of them would depend on settings, and has other years below 1. */
export const codecs: Readonly<Record<ColumnType, Codec>> = {
  text: {},
  integer: toNumber,
  number: toNumber,
  boolean: {},
  date: { encode: daysOf, decode: (days) => new Date(Number(days) * day).toISOString().slice(0, 10) },
  datetime: { encode: millisOf, decode: (millis) => new Date(Number(millis)).toISOString() },
  json: { encode: (value) => JSON.stringify(value), decode: (value) => JSON.parse(String(value)) },
}

const largest = 1e30

/**
 * A number as whole numbers are compared with it: what is no whole one lies between two, and just where makes no
 * difference. No sum of ours is near the largest.
 */
export function halves(value: unknown): string {
  const number = Math.min(Math.max(Number(value), -largest), largest)
  const tenths = BigInt(Math.floor(number)) * 10n + (Number.isInteger(number) ? 0n : 5n)
  const digits = String(tenths < 0n ? -tenths : tenths).padStart(2, '0')
  return `${tenths < 0n ? '-' : ''}${digits.slice(0, -1)}.${digits.slice(-1)}`
}
