import { divide, safe } from '@guanxi/core'
import type { Value } from '../purchases/by-customer.ts'

/** How a figure is made of the parts that were read. */
export interface Kind {
  readonly fn: 'count' | 'countDistinct' | 'sum' | 'avg' | 'min' | 'max'
  /** Averages of amounts are amounts: whole minor units. Others are divided as they are. */
  readonly rounding: 'half-up' | 'half-even' | 'floor' | null
}

/** What was read of a group and period, so that it can be put together with others. */
export interface Cell {
  /** The records that count. */
  readonly records: number
  /** Those of them that have a value. */
  readonly n: number
  /** The count, sum, least or greatest value. Undefined: it cannot be told of what was put together. */
  readonly of: Value | undefined
}

export const nothing: Cell = { records: 0, n: 0, of: null }

/** Two groups as one. */
export function together(one: Cell, other: Cell, { fn }: Kind): Cell {
  const [records, n] = [one.records + other.records, one.n + other.n]
  if (other.n === 0) return { records, n, of: one.of }
  if (one.n === 0) return { records, n, of: other.of }
  return { records, n, of: joined(one.of, other.of, fn) }
}

function joined(one: Cell['of'], other: Cell['of'], fn: Kind['fn']): Cell['of'] {
  if (fn === 'countDistinct' || one === undefined || other === undefined) return undefined
  if (fn === 'min') return isLess(one, other) ? one : other
  if (fn === 'max') return isLess(one, other) ? other : one
  return safe(BigInt(Number(one)) + BigInt(Number(other)), 'total')
}

const isLess = (one: Value, other: Value): boolean =>
  typeof one === 'number' ? one < Number(other) : String(one) < String(other)

/** What is told of it. Records of which none has a value say nothing; no records come to nothing. */
export function figureOf(cell: Cell, { fn, rounding }: Kind): number | string | null {
  const { records, n, of } = cell
  if (fn === 'count' || fn === 'countDistinct') return n === 0 ? 0 : told(of)
  if (fn === 'sum' && records === 0) return 0
  if (n === 0) return null
  if (fn !== 'avg') return told(of)
  const sum = Number(of)
  return rounding === null ? sum / n : divide(BigInt(sum), BigInt(n), rounding)
}

const told = (of: Cell['of']): number | string | null => {
  if (of === undefined || of === null) return null
  return typeof of === 'boolean' ? String(of) : of
}

/** Whether the figures of parts add up to that of the whole. */
export const addsUp = ({ fn }: Kind): boolean => fn === 'count' || fn === 'sum'
