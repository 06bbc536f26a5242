import { invalid, startOfDay } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import { instantOf } from '../period/window.ts'
import type { OrderWhere } from './by-customer.ts'

/** What may be said with every question about purchases. */
export interface Scope {
  readonly where?: Readonly<Record<string, unknown>> | undefined
  readonly currency?: string | undefined
  readonly asOf?: string | undefined
}

/** A scope in its place. */
export interface Known {
  /** The instant from which on nothing is known, as it is told. */
  readonly asOf: string
  /** What counts was placed before it: the end of the day, where nobody said when. */
  readonly until: string
  /** What is asked for beside the time. */
  readonly where: OrderWhere
}

/** Checks the filter, and says until when orders count. */
export function knownBy(inside: Inside, { where = {}, currency, asOf }: Scope): Known {
  inside.checkQuery('order', { where })
  const filter = (currency === undefined ? where : { and: [where, { currency }] }) as OrderWhere
  if (asOf !== undefined) {
    const then = instantOf(asOf, inside)
    if (then > inside.now) throw invalid('asOf', 'is later than now', 'Nobody knows yet what will have happened then.')
    return { asOf: then, until: then, where: filter }
  }
  const tomorrow = startOfDay(inside.add(inside.today, 'P1D'), inside.zone)
  return { asOf: inside.now, until: new Date(tomorrow).toISOString(), where: filter }
}

/** Orders of a period that count. */
export const placed = ({ where, until }: Known, from: string, to = until): OrderWhere => ({
  and: [where, { placedAt: { gte: from, lt: to < until ? to : until } }],
})
