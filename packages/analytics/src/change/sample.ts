import type { Inside } from '../inside.ts'
import { type Moments, moments, type Proportion } from '../math/index.ts'
import { before as spanBefore } from '../measures/periods.ts'
import type { Window } from '../period/window.ts'
import { byCustomer } from '../purchases/by-customer.ts'
import { type Known, placed } from '../purchases/scope.ts'
import { fieldOf, recordsOf } from '../records/any-entity.ts'
import { closedNow, decidedIn } from './decided.ts'
import { lengthOf } from './length.ts'
import type { DurationSpec, MeanSpec, Plan, ShareSpec } from './metric.ts'
import { inOneCurrency } from './one-currency.ts'
import { within } from './within.ts'

/** A figure of one window, with what a test needs of it. */
export type Sample = (
  | { readonly type: 'rate'; readonly of: Proportion }
  | { readonly type: 'mean'; readonly of: Moments }
) & { readonly excluded: Readonly<Record<string, number>> }

export const sizeOf = (sample: Sample): number => (sample.type === 'rate' ? sample.of.den : sample.of.n)

/** The figure itself; null of nothing. */
export function figureOf({ type, of }: Sample): number | null {
  if (type === 'rate') return of.den === 0 ? null : of.num / of.den
  return of.n === 0 ? null : of.mean
}

type OfDeals = Extract<Plan, { readonly kind: 'cycle' | 'winRate' }>
const isDecided = (plan: Plan): plan is OfDeals => plan.kind === 'cycle' || plan.kind === 'winRate'

/** What a figure was in each of the windows. */
export async function samplesOf(
  inside: Inside,
  plan: Plan,
  windows: readonly Window[],
  known: Known,
): Promise<readonly Sample[]> {
  if (isDecided(plan)) return decided(inside, plan.kind, windows, known)
  if (plan.kind === 'mean') await inOneCurrency(inside, plan, windows, known)
  const samples: Sample[] = []
  for (const window of windows) samples.push(await sampleIn(inside, plan, window, known))
  return samples
}

function sampleIn(inside: Inside, plan: Exclude<Plan, OfDeals>, window: Window, known: Known): Promise<Sample> {
  switch (plan.kind) {
    case 'repurchase':
      return repurchase(inside, window, known)
    case 'churn':
      return churn(inside, window, known)
    case 'share':
      return share(inside, plan, within(inside, { entity: plan.entity, at: plan.at }, window, known))
    case 'duration':
      return duration(inside, plan, within(inside, { entity: plan.entity, at: plan.end }, window, known))
    case 'mean':
      return mean(inside, plan, within(inside, { entity: plan.entity, at: plan.at }, window, known))
  }
}

const rate = (num: number, den: number): Sample => ({ type: 'rate', of: { num, den }, excluded: {} })

/** Of the customers who bought in the window: who did so on two days or more. */
async function repurchase(inside: Inside, { from, to }: Window, known: Known): Promise<Sample> {
  const measures = { n: { fn: 'count' } } as const
  const groupBy = { day: { field: 'placedAt', bucket: 'day', timeZone: inside.zone } } as const
  let [again, all] = [0, 0]
  for await (const { groups } of byCustomer(inside, { where: placed(known, from, to), measures, groupBy })) {
    all++
    if (groups.length > 1) again++
  }
  return rate(again, all)
}

/** Of the customers who bought in as long a time before the window: who did not buy in it. */
async function churn(inside: Inside, window: Window, known: Known): Promise<Sample> {
  const { from, to } = window
  // Of a period that has not begun nobody knows who stays away.
  if (from >= known.until) return rate(0, 0)
  const { from: before } = spanBefore(window, inside)
  const measures = {
    before: { fn: 'count', where: placed(known, before, from) },
    within: { fn: 'count', where: placed(known, from, to) },
  } as const
  let [gone, all] = [0, 0]
  for await (const { groups } of byCustomer(inside, { where: placed(known, before, to), measures })) {
    const [{ before: bought = 0, within: again = 0 } = {}] = groups
    if (Number(bought) === 0) continue
    all++
    if (Number(again) === 0) gone++
  }
  return rate(gone, all)
}

/** Won and lost deals of each window: how many, and how long the won ones took. */
async function decided(inside: Inside, kind: 'cycle' | 'winRate', windows: readonly Window[], known: Known) {
  const ask = kind === 'winRate' && known.asOf >= inside.now ? closedNow : decidedIn
  const found = await ask(inside, windows, known)
  return found.map(({ won, lost, days, excluded }): Sample => {
    if (kind === 'winRate') return rate(won, won + lost)
    return { type: 'mean', of: moments(days), excluded }
  })
}

async function share(inside: Inside, { entity, where = {}, hit }: ShareSpec, timed: object): Promise<Sample> {
  const records = recordsOf(inside, entity)
  const all = { and: [where, timed] }
  const den = await records.count({ where: all })
  return rate(await records.count({ where: { and: [all, hit] } }), den)
}

async function duration(inside: Inside, spec: DurationSpec, timed: object): Promise<Sample> {
  const { entity, start, end, where = {}, unit = 'days' } = spec
  const values: number[] = []
  let [negative, unknown] = [0, 0]
  const query = { where: { and: [where, timed] } }
  for await (const row of recordsOf(inside, entity).iterate(query)) {
    const [from, to] = [Date.parse(String(fieldOf(row, start))), Date.parse(String(fieldOf(row, end)))]
    if (Number.isNaN(to - from)) unknown++
    else if (to < from) negative++
    else values.push(lengthOf(from, to, unit, inside))
  }
  return { type: 'mean', of: moments(values), excluded: { negative, no_start: unknown } }
}

async function mean(inside: Inside, spec: MeanSpec, timed: object): Promise<Sample> {
  const { entity, field, where = {} } = spec
  const records = recordsOf(inside, entity)
  const query = { where: { and: [where, timed] } }
  const values: number[] = []
  let unknown = 0
  for await (const row of records.iterate(query)) {
    const value = fieldOf(row, field)
    if (typeof value === 'number') values.push(value)
    else unknown++
  }
  return { type: 'mean', of: moments(values), excluded: { no_value: unknown } }
}
