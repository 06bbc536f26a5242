import type { Warning } from '@guanxi/core'
import { explain } from '../explained/explained.ts'
import type { Inside } from '../inside.ts'
import type { BtydKind, BtydUnit } from '../math/index.ts'
import { type Known, knownBy, type Scope } from '../purchases/scope.ts'
import { type FittedBuying, fitBuying } from './btyd.ts'
import { byModel, modelOf } from './by-model.ts'
import { byCalendar, monthsOf } from './calendar.ts'
import { type One, only, theOne } from './customer.ts'
import { daysBetween, knownOrders, lastDay, type Purchases, purchaseDays } from './days.ts'
import { lifetimeDefinitions } from './definitions.ts'
import type { Fit } from './fit-shape.ts'
import { byGaps, gapsOf, usualGap } from './gaps.ts'
import { type Summary, summaries, summaryOf } from './summaries.ts'

export interface NextAsked extends Scope, One {
  readonly method: 'auto' | 'calendar' | 'interval' | 'btyd'
  readonly level: number
  readonly model: { readonly kind: BtydKind | 'auto'; readonly unit: BtydUnit }
  readonly fit?: Fit | undefined
  readonly within: readonly number[]
}

interface Guess {
  readonly basis: 'btyd' | 'calendar' | 'interval' | 'insufficient'
  readonly p50: string | null
  readonly range: readonly [string, string] | null
  readonly level: number | null
  readonly within: readonly { readonly days: number; readonly p: number }[]
}

const nothing: Guess = { basis: 'insufficient', p50: null, range: null, level: null, within: [] }

/** When a customer orders next: a day, a range of days, and by what. */
export async function nextPurchase(inside: Inside, asked: NextAsked) {
  const customer = await theOne(inside, asked)
  const everybody = knownBy(inside, asked)
  const known = only(everybody, customer)
  const end = lastDay(known, inside)
  let bought: Purchases = { customer, days: [] }
  for await (const one of purchaseDays(inside, { known })) bought = one
  const days = bought.days.map(({ day }) => day)
  const fitted = asked.method === 'btyd' && asked.fit === undefined ? await fitAll(inside, everybody, asked) : undefined
  const guess = guessed(bought, end, asked, fitted)
  const overdueDays = guess.p50 === null ? null : Math.max(0, daysBetween(guess.p50, end))
  const { range, within } = guess
  const months = monthsOf(days, end).filter(({ observed }) => observed > 0)
  return explain(
    {
      ...{ customer, ...guess, range: range && pair(range), within: [...within], overdueDays, months },
      ...{
        purchases: days.length,
        last: days.at(-1) ?? null,
        medianGapDays: usualGap(days),
        gaps: gapsOf(days).length,
      },
      buying: fitted?.told ?? null,
    },
    {
      of: lifetimeDefinitions.nextPurchase,
      asOf: known.asOf,
      zone: inside.zone,
      rows: bought.days.reduce((sum, { orders }) => sum + orders, 0),
      warnings: [...modelWarnings(asked, fitted), ...warningsOf(guess, days, overdueDays ?? 0)],
      records: knownOrders(known),
    },
  )
}

const pair = ([from, to]: readonly [string, string]): [string, string] => [from, to]

/** The model of all customers that the actor may read. */
async function fitAll(inside: Inside, known: Known, { model }: NextAsked): Promise<FittedBuying> {
  const rows: Summary[] = []
  const asked = { known, unit: model.unit }
  for await (const row of summaries(inside, asked)) rows.push(row)
  return fitBuying(rows, model.kind)
}

/** By the model where one is there; by the calendar where he buys by it; else by his gaps. */
function guessed(bought: Purchases, end: string, asked: NextAsked, fitted: FittedBuying | undefined): Guess {
  const { method, level, fit } = asked
  const given = fit && modelOf(fit)
  if (method === 'btyd' || (method === 'auto' && given !== undefined)) {
    const unit = fit?.unit ?? asked.model.unit
    const model = fit === undefined ? fitted?.model : given
    const row = summaryOf(bought, end, unit)
    if (model === undefined || row === undefined) return nothing
    return { basis: 'btyd', level, ...byModel(model, row, { unit, end, level, within: asked.within }) }
  }
  const days = bought.days.map(({ day }) => day)
  const calendar = method === 'interval' ? undefined : byCalendar(days, end)
  if (calendar !== undefined) return { ...nothing, basis: 'calendar', p50: calendar.p50, range: calendar.range }
  const gaps = method === 'calendar' ? undefined : byGaps(days, level)
  return gaps === undefined ? nothing : { ...nothing, basis: 'interval', level, ...gaps }
}

/** What a model that was to be asked could not be fitted to. */
function modelWarnings({ method, fit }: NextAsked, fitted: FittedBuying | undefined): Warning[] {
  if (method !== 'btyd' && method !== 'auto') return []
  const told = fit !== undefined && 'buying' in fit ? fit.buying : fitted?.told
  return told === undefined || told.status === 'ok' ? [] : [{ code: 'buying_model', status: told.status }]
}

/** Fewer gaps than this say little of their middle. */
const fewGaps = 5

function warningsOf({ basis, p50 }: Guess, days: readonly string[], overdueDays: number): Warning[] {
  const n = gapsOf(days).length
  const warnings: Warning[] = []
  if (basis === 'interval' && n < fewGaps) warnings.push({ code: 'few_gaps', n })
  if (basis === 'btyd' && p50 === null) warnings.push({ code: 'beyond_all_dates' })
  if (overdueDays > 0) warnings.push({ code: 'overdue', days: overdueDays })
  return warnings
}
