import type { Spelling } from './views.ts'

/** Numbers, money and days as a language writes them. */
export interface Format {
  readonly locale: string
  readonly currency: string
  count(n: number, digits?: number): string
  share(n: number): string
  /** ` (10% – 20%)`; nothing of nothing. */
  between(interval: readonly [number, number] | null): string
  money(minor: number): string
  /** Minor units as a number of whole ones, for an axis. */
  major(minor: number): number
  day(instant: string): string
  /** `1997-01`, or its first day. */
  month(month: string): string
  spell(value: number, spelling: Spelling): string
}

export function formatOf(locale: string, currency: string, timeZone: string): Format {
  const { maximumFractionDigits: places = 2 } = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
  }).resolvedOptions()
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 })
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone })
  const month = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', timeZone: 'UTC' })
  const format: Format = {
    locale,
    currency,
    count: (n, digits = 0) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(n),
    share: (n) => share.format(n),
    between: (interval) => (interval === null ? '' : ` (${interval.map((n) => share.format(n)).join(' – ')})`),
    money: (minor) => money.format(minor / 10 ** places),
    major: (minor) => minor / 10 ** places,
    day: (instant) => day.format(Date.parse(instant)),
    month: (text) => month.format(Date.parse(`${text.slice(0, 7)}-01T00:00:00Z`)),
    spell: (value, spelling) => format[spelling](value),
  }
  return format
}
