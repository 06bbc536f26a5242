import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BtydOrder, type CustomerSummary, summarize } from '../../../src/math/index.ts'

const lines = (name: string): string[] =>
  readFileSync(join(import.meta.dirname, '../../data/cdnow', name), 'utf8')
    .trim()
    .split(/\r?\n/)

/** The purchases of the sample, in cents. */
export const orders: readonly BtydOrder[] = lines('CDNOW_sample.txt').map((line) => {
  const [, id = '', date = '', , dollars = ''] = line.trim().split(/\s+/)
  const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`
  return { customer: String(Number(id)), day, amount: Math.round(100 * Number(dollars)) }
})

/** Their summary to the end of September 1997, in weeks: exact days through 7. */
export const exact: readonly CustomerSummary[] = summarize(orders, { end: '1997-09-30' }).rows

/** The same as published, with two decimals, spend in dollars. */
export const rounded: readonly CustomerSummary[] = lines('cdnow_customers_summary_with_transactions.csv')
  .slice(1)
  .map((line) => {
    const [customer = '', x, tx, T, spend] = line.split(',')
    return { customer, x: Number(x), tx: Number(tx), T: Number(T), spend: Number(x) > 0 ? Number(spend) : null }
  })

/** The donors of BG/BB: how many have x donations in n years, the last in year tx. */
export const donors = lines('donations.csv')
  .slice(1)
  .map((line) => {
    const [x = 0, tx = 0, n = 0, weight = 0] = line.split(',').map(Number)
    return { x, tx, n, weight }
  })
