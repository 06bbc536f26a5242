import type { Warning } from '@guanxi/core'
import { explain } from '../explained/explained.ts'
import type { Inside } from '../inside.ts'
import type { Customer } from '../purchases/by-customer.ts'
import { knownBy, type Scope } from '../purchases/scope.ts'
import { amountsOf } from './amounts.ts'
import { byId, keyOf, maybeOne, type One, only } from './customer.ts'
import { knownOrders } from './days.ts'
import { lifetimeDefinitions } from './definitions.ts'
import { type Summary, summaries } from './summaries.ts'
import { type ModelAsked, type ValueModel, valueModel, type Worth } from './value-model.ts'

export interface Projection {
  readonly averageOrder: number
  readonly perYear: number
  readonly churn: number
}

export interface ValueAsked extends Scope, One {
  readonly net: boolean
  readonly margin?: number | undefined
  readonly projection?: Projection | undefined
  readonly model?: ModelAsked | undefined
  readonly limit: number
}

/** What customers were worth, what a rule of thumb makes of them, and what models of buying and spend foretell. */
export async function lifetimeValue(inside: Inside, asked: ValueAsked) {
  const everybody = knownBy(inside, asked)
  const one = await maybeOne(inside, asked)
  const { net, margin, model: wanted } = asked
  // A model is fitted to all of them, whoever it is asked for.
  const known = wanted === undefined ? only(everybody, one) : everybody
  const amounts = await amountsOf(inside, known, net)
  const rows: Summary[] = []
  for await (const row of summaries(inside, { known, amounts, unit: wanted?.unit ?? 'day' })) rows.push(row)
  const model = wanted && valueModel(rows, wanted, margin ?? 1)
  const valued = rows.map((row) => ({ row, worth: model?.worth(row) ?? null }))
  const mine = one === undefined ? valued : valued.filter(({ row }) => keyOf(row.customer) === keyOf(one))
  const ranked = mine.sort((a, b) => rankOf(b) - rankOf(a) || byId(a.row.customer, b.row.customer))
  const customers = ranked.slice(0, asked.limit).map((each) => line(each, margin))
  const rest = ranked.slice(asked.limit)
  const told = wanted && model ? modelTold(model, valued, wanted) : null
  return explain(
    {
      currency: amounts.currency,
      margin: margin ?? null,
      historic: historic(mine, margin),
      projected: asked.projection === undefined ? null : projected(asked.projection, margin ?? 1),
      model: told,
      customers,
      other: rest.length === 0 ? null : { ...total(rest), customers: rest.length },
    },
    {
      of: lifetimeDefinitions.lifetimeValue,
      asOf: known.asOf,
      zone: inside.zone,
      rows: rows.reduce((sum, { orders }) => sum + orders, 0),
      excluded: { zero_value_days: wanted === undefined ? 0 : rows.reduce((sum, { zeroDays }) => sum + zeroDays, 0) },
      warnings: [...amounts.warnings, ...warningsOf(asked, model)],
      records: knownOrders(only(known, one)),
    },
  )
}

interface Valued {
  readonly row: Summary
  readonly worth: Worth | null
}

const rankOf = ({ row, worth }: Valued): number => worth?.value ?? row.revenue

const grossOf = (revenue: number, margin: number | undefined) =>
  margin === undefined ? null : Math.round(revenue * margin)

function line({ row: { customer, orders, revenue, x }, worth }: Valued, margin: number | undefined) {
  const forecast = worth ?? { purchases: null, spend: null, value: null }
  return {
    customer: customer satisfies Customer,
    orders,
    repeats: x,
    revenue,
    gross: grossOf(revenue, margin),
    ...forecast,
  }
}

function historic(of: readonly Valued[], margin: number | undefined) {
  if (of.length === 0) return null
  const { revenue, orders } = total(of)
  return { revenue, gross: grossOf(revenue, margin), orders, customers: of.length }
}

/** Of no customer nothing is told. */
function total(of: readonly Valued[]) {
  let [revenue, orders, value] = [0, 0, 0]
  for (const { row, worth } of of) {
    revenue += row.revenue
    orders += row.orders
    value += worth?.value ?? 0
  }
  return { revenue, orders, value: of[0]?.worth ? value : null }
}

/** A year's margin, for as many years as a customer stays who stops with this chance each year. */
function projected({ averageOrder, perYear, churn }: Projection, margin: number): number | null {
  return churn === 0 ? null : Math.round((averageOrder * perYear * margin) / churn)
}

function modelTold({ buying, spending }: ValueModel, all: readonly Valued[], { unit, horizon, discount }: ModelAsked) {
  const forecast = all.flatMap(({ worth }) => worth ?? [])
  const purchases = forecast.length === 0 ? null : forecast.reduce((sum, each) => sum + each.purchases, 0)
  return { buying, spending, unit, horizon, discount, purchases, value: total(all).value }
}

function warningsOf({ projection, margin, model: wanted }: ValueAsked, model: ValueModel | undefined): Warning[] {
  const warnings: Warning[] = []
  if (projection?.churn === 0) warnings.push({ code: 'no_churn' })
  if (margin === undefined && (projection ?? wanted) !== undefined) warnings.push({ code: 'margin_of_one' })
  if (model === undefined) return warnings
  const { buying, spending } = model
  if (buying.status !== 'ok') warnings.push({ code: 'buying_model', status: buying.status })
  if (spending.status !== 'ok') warnings.push({ code: 'spending_model', status: spending.status })
  if (Math.abs(spending.correlation ?? 0) > 0.3) warnings.push({ code: 'spend_depends_on_frequency' })
  return warnings
}
