import { csv, shared } from '../shared.ts'

export const file = 'online_retail/online_retail_2010_2011.csv.gz'

/** An invoice of the Online Retail data: a customer's lines of one number. */
export interface Invoice {
  readonly number: string
  readonly customer: string
  readonly country: string
  /** Local time, as the file has it. */
  readonly at: string
  /** Thousandths of a pound: prices have three decimals. */
  readonly total: number
}

/** The lines that count: of a known customer, not cancelled, of a quantity and a price above zero. */
export function invoices(): { readonly lines: number; readonly invoices: readonly Invoice[] } {
  const byNumber = new Map<string, { -readonly [K in keyof Invoice]: Invoice[K] }>()
  let lines = 0
  for (const { InvoiceNo = '', CustomerID = '', Quantity, UnitPrice, InvoiceDate = '', Country = '' } of csv(
    shared(file),
  )) {
    const [quantity, price] = [Number(Quantity), Math.round(Number(UnitPrice) * 1000)]
    if (CustomerID === '' || InvoiceNo.startsWith('C') || quantity <= 0 || price <= 0) continue
    lines++
    const invoice = byNumber.get(InvoiceNo)
    if (invoice === undefined)
      byNumber.set(InvoiceNo, {
        number: InvoiceNo,
        customer: CustomerID,
        country: Country,
        at: InvoiceDate,
        total: quantity * price,
      })
    else {
      invoice.total += quantity * price
      if (InvoiceDate < invoice.at) invoice.at = InvoiceDate
    }
  }
  return { lines, invoices: [...byNumber.values()] }
}

/** Customers by number, so that the first made is the first in order. */
export const customersOf = (all: readonly Invoice[]): readonly string[] =>
  [...new Set(all.map(({ customer }) => customer))].sort()

/** An instant in London, where clocks were an hour ahead from the last Sunday of March to that of October. */
export const inLondon = (at: string): string => {
  const summer = at >= '2011-03-27 02:00:00' && at < '2011-10-30 02:00:00'
  return `${at.replace(' ', 'T')}${summer ? '+01:00' : 'Z'}`
}

export const pence = ({ total }: Invoice): number => Math.round(total / 10)
