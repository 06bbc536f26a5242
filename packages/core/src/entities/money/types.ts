import type { ExchangeRateTypes } from './exchange-rate.ts'

/** Money in several currencies. */
export interface MoneyEntities {
  exchangeRate: ExchangeRateTypes
}
