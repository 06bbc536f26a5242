import type { Warning } from '@guanxi/core'
import { explain } from '../explained/explained.ts'
import type { Inside } from '../inside.ts'
import { knownBy, type Scope } from '../purchases/scope.ts'
import { byId } from './customer.ts'
import { knownOrders, lastDay, purchaseDays } from './days.ts'
import { lifetimeDefinitions } from './definitions.ts'
import { calibrated } from './risk-calibration.ts'
import { type Method, type MethodAsked, type Scorer, scorerOf } from './risk-methods.ts'
import { type Past, pastOf, type State, shifted } from './risk-state.ts'
import { type Found, type RiskSignal, type Signalled, signalled } from './signals.ts'

export interface RiskAsked extends Scope, MethodAsked {
  readonly limit: number
  readonly bins: number
}

/** Who may leave: customers by their score, each with the reasons, and what such scores were worth a horizon before. */
export const churnRisk = (signals: readonly RiskSignal[]) => async (inside: Inside, asked: RiskAsked) => {
  const known = knownBy(inside, asked)
  const { method, horizonDays, model, limit } = asked
  const end = lastDay(known, inside)
  const all: Past[] = []
  for await (const purchases of purchaseDays(inside, { known })) {
    const past = pastOf(purchases, end, horizonDays, model.unit)
    if (past !== undefined) all.push(past)
  }
  const scorer = scorerOf(
    asked,
    all.map(({ now }) => now),
    all.flatMap(({ before }) => before ?? []),
  )
  // What records are now says nothing of what they were.
  const isNow = known.asOf >= inside.now
  const told = await signalled(inside, isNow ? signals : [])
  const scored = all.flatMap(({ now }) => scoredOf(now, method, scorer, told) ?? [])
  scored.sort((a, b) => b.score - a.score || byId(a.customer, b.customer))
  const calibration = calibrated(asked, all, shifted(end, -horizonDays))
  const warnings: Warning[] = [...told.warnings]
  if (signals.length > 0) warnings.push({ code: isNow ? 'signals_not_in_calibration' : 'signals_are_of_now' })
  if (calibration === null) warnings.push({ code: 'no_calibration' })
  return explain(
    {
      ...{ method, horizonDays, end },
      n: scored.length,
      customers: scored.slice(0, limit),
      ...{ calibration, buying: scorer.buying, logit: scorer.logit },
    },
    {
      of: lifetimeDefinitions.churnRisk,
      asOf: known.asOf,
      zone: inside.zone,
      rows: all.reduce((sum, { now }) => sum + now.summary.orders, 0),
      excluded: { [method === 'inactivity' ? 'one_purchase' : 'no_model']: all.length - scored.length },
      warnings,
      records: knownOrders(known),
    },
  )
}

/** Undefined where neither the method nor a signal says anything of him. */
function scoredOf(state: State, method: Method, { base: baseOf }: Scorer, told: Signalled) {
  const base = baseOf(state)
  const { customer, x, last } = state.summary
  const found = told.of(customer)
  if (base === null && found.length === 0) return undefined
  const score = 1 - found.reduce((stays, { weight }) => stays * (1 - weight), 1 - (base ?? 0))
  return { customer, score, base, reasons: reasonsOf(state, base, method, found), purchases: x + 1, last }
}

function reasonsOf({ since, usual }: State, base: number | null, method: Method, found: readonly Found[]) {
  const ratio = usual === null ? null : Math.round((100 * since) / usual) / 100
  const reasons: ({ readonly code: string } & Readonly<Record<string, unknown>>)[] = []
  if (base !== null && method !== 'inactivity') reasons.push({ code: 'no_purchase_expected', p: base })
  if (ratio !== null && (method === 'inactivity' || ratio > 1))
    reasons.push({ code: 'gap', ratio, gapDays: since, usualDays: usual })
  return [...reasons, ...found.map(({ code, n, weight }) => ({ code, n, weight }))]
}
