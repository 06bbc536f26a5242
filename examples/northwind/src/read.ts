import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'

export interface EmployeeRow {
  readonly employee_id: string
  readonly first_name: string
  readonly last_name: string
  readonly title: string
  readonly region: string | null
  readonly reports_to: string | null
}

export interface CustomerRow {
  readonly customer_id: string
  readonly company_name: string
  readonly contact_name: string
  readonly contact_title: string
  readonly address: string
  readonly city: string
  readonly region: string | null
  readonly postal_code: string | null
  readonly country: string
  readonly phone: string
}

export interface ProductRow {
  readonly product_id: string
  readonly product_name: string
  readonly category_id: string
  readonly unit_price: string
  readonly discontinued: '0' | '1'
}

export interface CategoryRow {
  readonly category_id: string
  readonly category_name: string
}

export interface OrderRow {
  readonly order_id: string
  readonly customer_id: string
  readonly employee_id: string
  readonly order_date: string
  readonly required_date: string
  readonly shipped_date: string | null
}

export interface LineRow {
  readonly order_id: string
  readonly product_id: string
  readonly unit_price: string
  readonly quantity: string
  readonly discount: string
}

/** The company's tables, as they are. */
export interface Tables {
  readonly employees: readonly EmployeeRow[]
  readonly customers: readonly CustomerRow[]
  readonly products: readonly ProductRow[]
  readonly categories: readonly CategoryRow[]
  readonly orders: readonly OrderRow[]
  readonly lines: readonly LineRow[]
}

export function readTables(): Tables {
  return {
    employees: table('employees'),
    customers: table('customers'),
    products: table('products'),
    categories: table('categories'),
    orders: table('orders'),
    lines: table('order_details'),
  }
}

function table<Row>(name: string): readonly Row[] {
  const file = join(import.meta.dirname, '../../../fixtures/northwind', `${name}.csv`)
  return parse<Row>(readFileSync(file), { columns: true, cast: cell })
}

/** An empty cell is null; the lines of an address are separated by a backslash and an n. */
const cell = (text: string): string | null => (text === '' ? null : text.replaceAll('\\n', ', '))
