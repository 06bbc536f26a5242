import { type Field, field, reportField } from './field.ts'

/**
 * Beside its amounts in the report currency: which currency that is, and the rate.
 *
 * @example
 * const basis: keyof ReportBasis = 'reportRateAt'
 */
export interface ReportBasis {
  /** The report currency that the amounts have; null where a rate was missing, or no report currency is configured. */
  readonly reportCurrency: Field<string | null, 'generated'>
  /** The rate used, an exact decimal; null where none was needed. */
  readonly reportRate: Field<string | null, 'generated'>
  /** The day of that rate. */
  readonly reportRateAt: Field<string | null, 'generated'>
}

/** The fields that {@link reported} makes. */
export type ReportedFields<R> = { readonly [K in keyof R]: Field<number | null, 'generated'> } & ReportBasis

/**
 * Fields that hold amounts in the report currency, by the name of the amount. The engine sets them when the record is
 * written, and a later rate changes nothing. Without a rate they are null.
 *
 * @example
 * const fields = { fee: field.money(), currency: field.currency(), ...reported({ reportFee: 'fee' }) }
 */
export function reported<const R extends Readonly<Record<string, string>>>(amounts: R): ReportedFields<R> {
  const fields = Object.entries(amounts).map(([name, of]) => [name, reportField(of)] as const)
  const basis: ReportBasis = {
    reportCurrency: field.currency().optional().generated(),
    reportRate: field.string().plain().optional().generated(),
    reportRateAt: field.date().optional().generated(),
  }
  return { ...(Object.fromEntries(fields) as { [K in keyof R]: Field<number | null, 'generated'> }), ...basis }
}
