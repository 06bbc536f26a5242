import { invalid } from '../../error/index.ts'
import { type CreateOf, defineEntity, type EntityOf, field, type RowOf, type System } from '../../schema/index.ts'

/**
 * What one whole unit of a currency is worth in another, from a day on. Amounts are converted when they are written: a rate
 * that is entered or corrected later changes nothing that is there. The opposite rate is an entry of its own.
 */
export const exchangeRate = defineEntity({
  name: 'exchangeRate',
  plural: 'exchangeRates',
  fields: {
    from: field.currency(),
    to: field.currency(),
    /** The first day on which it holds, in the tenant's zone; until the next one of the same pair. */
    at: field.date(),
    /** An exact decimal, never a float. */
    rate: field
      .string({
        pattern: '(?=.*[1-9])(?:0|[1-9]\\d{0,8})(?:\\.\\d{1,12})?',
        expected: 'a positive decimal such as 7.1234, with at most 9 digits before the point and 12 after it',
      })
      .plain(),
  },
  unique: [['from', 'to', 'at']],
  derive({ record: { from, to } }) {
    if (from === to) throw invalid('to', 'expected another currency than from', 'One is always worth one.')
    return {}
  },
})

/**
 * What one whole unit of a currency is worth in another, from a day on. `rate` is an exact decimal, as text.
 *
 * @example
 * const rates = await me.exchangeRates.list({ where: { from: 'USD', to: 'CNY' }, orderBy: { at: 'desc' }, limit: 1 })
 * const last: ExchangeRate | undefined = rates.items[0]
 */
export interface ExchangeRate extends System, RowOf<typeof exchangeRate.fields> {}

/**
 * What a creation of an exchange rate takes. It changes nothing that is stored; see `reconvert`.
 *
 * @example
 * const rate: ExchangeRateCreate = { from: 'USD', to: 'CNY', at: '2026-03-01', rate: '7.1234' }
 * await me.exchangeRates.create(rate)
 */
export interface ExchangeRateCreate extends CreateOf<typeof exchangeRate.fields> {}
export type ExchangeRateTypes = EntityOf<typeof exchangeRate, ExchangeRate, ExchangeRateCreate>
