import { CrmError, isCrmError } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import { dayOf, earlier, type Window } from '../period/window.ts'
import { workingDays } from './working-days.ts'
import type { WorkingDays } from './working-days-shape.ts'

export interface QuotasAsked {
  readonly window: Window
  readonly currency: string | undefined
  readonly calendar: WorkingDays | undefined
}

/** What each user was to sell in the period, in minor units and parts of them, and in which currency. */
export interface Quotas {
  readonly currency: string | undefined
  readonly byUser: ReadonlyMap<string, number>
  /** Quotas in whose time nobody works. */
  readonly idle: number
  /** Whether the actor may read none of them. */
  readonly hidden: boolean
}

/** What {@link quotasIn} tells; to whom quotas are nothing, it is that there are none. */
export async function quotasFor(inside: Inside, asked: QuotasAsked): Promise<Quotas> {
  try {
    return await quotasIn(inside, asked)
  } catch (error) {
    if (!isCrmError(error) || error.code !== 'FORBIDDEN') throw error
    return { currency: asked.currency, byUser: new Map(), idle: 0, hidden: true }
  }
}

/** The quotas that reach into a period, each for the part of its working days that lie in it. */
async function quotasIn(inside: Inside, { window, currency, calendar }: QuotasAsked): Promise<Quotas> {
  const [first, end] = [dayOf(window.from, inside), dayAfter(inside, window.to)]
  const count = workingDays(inside, calendar)
  const byUser = new Map<string, number>()
  const days = new Map<string, number>()
  const daysOf = (from: string, to: string) => {
    const key = `${from}/${to}`
    const known = days.get(key) ?? count(from, to)
    days.set(key, known)
    return known
  }
  let common = currency
  let idle = 0
  const where = { from: { lt: end }, to: { gt: first }, ...(currency === undefined ? {} : { currency }) }
  for await (const one of inside.crm.quotas.iterate({ where })) {
    common = sameCurrency(common, one.currency)
    const all = daysOf(one.from, one.to)
    const within = daysOf(earlier(one.from, first) === first ? one.from : first, earlier(one.to, end))
    if (all === 0) idle++
    else byUser.set(one.userId, (byUser.get(one.userId) ?? 0) + (one.amount * within) / all)
  }
  return { currency: common, byUser, idle, hidden: false }
}

/** The day after the last one that the period has a part of. */
function dayAfter(inside: Inside, to: string): string {
  const last = dayOf(new Date(Date.parse(to) - 1).toISOString(), inside)
  return inside.add(last, 'P1D')
}

/** One currency, or `MIXED_CURRENCY`. */
export function sameCurrency(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined || one === other) return one ?? other
  throw new CrmError('MIXED_CURRENCY', {
    details: { path: 'currency', currencies: [one, other].sort() },
    hint: 'Name one: { currency }.',
  })
}
