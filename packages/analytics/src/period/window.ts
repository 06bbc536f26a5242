import { invalid, localDate, startOfDay } from '@guanxi/core'
import * as z from 'zod'

/** An instant, or a day of the instance's zone, which stands for its first instant. */
export const moment = () => z.union([z.iso.datetime({ offset: true }), z.iso.date()])

/** From a moment on, before another. */
export const windowShape = () => ({ from: moment(), to: moment() })

/** What may be said with every question about purchases. */
export const scopeShape = () => ({
  /** Which records count, beside what the actor may read. */
  where: z.record(z.string(), z.unknown()).optional(),
  /** ISO 4217: amounts in others do not count. Without it, amounts in several are `MIXED_CURRENCY`. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  /** What happened from here on is not known; now, unless told. */
  asOf: moment().optional(),
})

/** What knows the zone of its days. */
interface Zoned {
  readonly zone: string
}

/**
 * From a moment on, before another: each an instant, or a day of the instance's zone, which stands for its first instant.
 *
 * @example
 * const year: Window = { from: '2025-01-01', to: '2026-01-01' }
 */
export interface Window {
  readonly from: string
  readonly to: string
}

/** A moment as an instant, spelled as everywhere. */
export const instantOf = (given: string, { zone }: Zoned): string =>
  new Date(given.length === 10 ? startOfDay(given, zone) : Date.parse(given)).toISOString()

/** The window as instants. Throws `INVALID` at `to` where it is empty. */
export function windowOf({ from, to }: Window, inside: Zoned, path = 'to'): Window {
  const window = { from: instantOf(from, inside), to: instantOf(to, inside) }
  if (window.from >= window.to)
    throw invalid(path, 'is not after from', 'A period goes from a moment on, and ends before another.')
  return window
}

export const earlier = (one: string, other: string): string => (one < other ? one : other)

/** The calendar day of an instant, in the instance's zone. */
export const dayOf = (instant: string, { zone }: Zoned): string => localDate(Date.parse(instant), zone)
