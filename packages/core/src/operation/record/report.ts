import { convert, type ReportIR, type Row } from '../../schema/index.ts'
import { epochOf, localDate } from '../../time/index.ts'
import type { Run } from '../run.ts'
import type { Change } from './change.ts'
import { type Rate, type RateOf, ratesOf } from './rates.ts'

/**
 * The amounts of the changes in the report currency. Once stored they stay as they are: a rate is looked up where the
 * currency or the day changes, and an amount that changes keeps the rate of its record. `anew`: all of them, at the rates of
 * the table as it is now.
 */
export async function report(run: Run, anew: boolean): Promise<void> {
  const to = run.engine.reportCurrency
  const { zone } = run.caller.context(run.now)
  const today = () => localDate(run.now, zone)
  const wanted: { readonly change: Change; readonly as: ReportIR; readonly rate: RateOf }[] = []
  for (const change of run.changes) {
    const as = change.entity.report
    if (as === undefined || change.action === 'delete') continue
    const { before, after } = change
    if (!anew && before !== null && staysAsItIs(as, before, after, zone)) continue
    const from = after[as.currency.name]
    if (to === undefined) settle(change, as, null, 'missing')
    else if (from === to || as.fields.every((field) => amountOf(field, after) === null)) settle(change, as, to, 'same')
    else if (!anew && before !== null && keepsRate(as, before, after, to, zone))
      settle(change, as, to, { rate: before.reportRate as string, at: before.reportRateAt as string })
    else wanted.push({ change, as, rate: { from: from as string, to, day: dayOf(as, after, zone) ?? today() } })
  }
  if (wanted.length === 0) return
  const rates = await ratesOf(
    run,
    wanted.map(({ rate }) => rate),
  )
  for (const { change, as, rate } of wanted) settle(change, as, rate.to, rates(rate) ?? 'missing')
}

/** Writes what the amounts come to: `same`, one to one, as in the same currency; `missing`, nothing is known. */
function settle(change: Change, as: ReportIR, to: string | null, rate: Rate | 'same' | 'missing'): void {
  const currency = change.after[as.currency.name] as string
  const values: Record<string, unknown> = {
    reportCurrency: rate === 'missing' ? null : to,
    reportRate: typeof rate === 'string' ? null : rate.rate,
    reportRateAt: typeof rate === 'string' ? null : rate.at,
  }
  for (const field of as.fields) {
    const amount = amountOf(field, change.after)
    if (amount === null || rate === 'missing' || to === null) values[field.name] = null
    else values[field.name] = rate === 'same' ? amount : convert({ amount, currency }, to, rate.rate, field.name)
  }
  change.after = { ...change.after, ...values }
}

type Field = ReportIR['fields'][number]

const amountOf = ({ report = '' }: Field, row: Row): number | null => (row[report] ?? null) as number | null

/** Nothing has changed that the values in the report currency follow from. */
function staysAsItIs(as: ReportIR, before: Row, after: Row, zone: string): boolean {
  return as.fields.every((f) => amountOf(f, before) === amountOf(f, after)) && sameRate(as, before, after, zone)
}

/** The rate of the record is still the one of its currency and its day. */
function keepsRate(as: ReportIR, before: Row, after: Row, to: string, zone: string): boolean {
  if (before.reportRate === null || before.reportCurrency !== to) return false
  return sameRate(as, before, after, zone) && dayOf(as, after, zone) !== undefined
}

function sameRate(as: ReportIR, before: Row, after: Row, zone: string): boolean {
  if (before[as.currency.name] !== after[as.currency.name]) return false
  const at = as.at?.name ?? ''
  return before[at] === after[at] || dayOf(as, before, zone) === dayOf(as, after, zone)
}

/** The day whose rate counts; undefined: that of the write. */
function dayOf({ at }: ReportIR, row: Row, zone: string): string | undefined {
  const value = at === undefined ? null : (row[at.name] as string | null)
  if (value === null) return undefined
  return at?.kind === 'date' ? value : localDate(epochOf(value), zone)
}
