import { part } from '../part.ts'
import { exchangeRate } from './exchange-rate.ts'

/** Money in several currencies. */
export const money = part({ entities: [exchangeRate] })
