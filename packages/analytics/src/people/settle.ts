import { CrmError, invalid } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import { basesOf } from './bases.ts'
import { commissionOf } from './commission.ts'
import type { CommissionEntry, CommissionPlan } from './entities.ts'

export interface SettleAsked {
  readonly planId: string
  /** Days. */
  readonly from: string
  readonly to: string
}

/** A row of the ledger before it has its id. */
type Entry = Omit<CommissionEntry, 'id'>
type Terms = Pick<CommissionEntry, 'source' | 'currency' | 'tiers' | 'rounding'>
type Period = Pick<CommissionEntry, 'from' | 'to'>

/**
 * Settles a period of a plan, and corrects those that were settled before by what has changed since: a refund, another owner.
 * Only differences are written, so that a second settlement writes nothing.
 */
export async function settleCommissions(inside: Inside, { planId, from, to }: SettleAsked) {
  if (from >= to) throw invalid('to', 'is not after from', 'It is the day after the last one.')
  const plan = await inside.crm.commissionPlans.get(planId)
  const ledger = inside.table('commissionEntry')
  // Two settlements at once would both find the same difference.
  await ledger.lock(planId)
  const entries = await ledger.all({ planId })
  const written: Entry[] = []
  for (const period of periodsOf(entries, { from, to })) {
    const own = entries.filter((entry) => samePeriod(entry, period))
    written.push(...(await differences(inside, { plan, period, own })))
  }
  if (written.length > 0) await ledger.insert(written)
  return { written: written.length, entries: written.map(shown) }
}

const samePeriod = (one: Period, other: Period) => one.from === other.from && one.to === other.to

/** Every period that was settled, and the one that is to be, oldest first. A day is settled once: others may not overlap. */
function periodsOf(entries: readonly CommissionEntry[], asked: Period): readonly Period[] {
  const periods = new Map([asked, ...entries].map(({ from, to }) => [`${from}/${to}`, { from, to }]))
  const clash = [...periods.values()].find(
    (one) => !samePeriod(one, asked) && one.from < asked.to && asked.from < one.to,
  )
  if (clash !== undefined) throw new CrmError('COMMISSION_OVERLAP', { details: { from: clash.from, to: clash.to } })
  return [...periods.values()].sort((a, b) => (a.from < b.from ? -1 : 1))
}

interface Account {
  readonly plan: CommissionPlan
  readonly period: Period
  readonly own: readonly CommissionEntry[]
}

/** What is to be paid now, or taken back, for a period. */
async function differences(inside: Inside, { plan, period, own }: Account): Promise<Entry[]> {
  const terms = termsOf(plan, own)
  const bases = await basesOf(inside, { ...period, ...terms })
  const users = new Set([...bases.keys(), ...own.map(({ userId }) => userId)])
  return [...users].sort().flatMap((userId): Entry[] => {
    const before = own.filter((entry) => entry.userId === userId)
    const base = bases.get(userId) ?? 0
    const amount =
      commissionOf(base, terms.tiers, terms.rounding) - before.reduce((sum, entry) => sum + entry.amount, 0)
    if (amount === 0) return []
    const kind = before.length === 0 ? 'commission' : 'adjustment'
    const number = before.length + 1
    const by = { settledAt: inside.now, settledBy: inside.actor.user }
    return [{ planId: plan.id, userId, ...period, number, kind, base, amount, ...terms, ...by }]
  })
}

/** A period keeps the terms by which it was settled first, whatever becomes of the plan. */
function termsOf(plan: CommissionPlan, [first]: readonly CommissionEntry[]): Terms {
  const { currency, tiers, rounding } = first ?? plan
  return { source: first?.source ?? plan.base, currency, tiers, rounding }
}

/** A row of the ledger as it is told. */
export const shown = ({
  planId,
  userId,
  from,
  to,
  number,
  kind,
  base,
  amount,
  currency,
  settledAt,
  settledBy,
}: Entry) => ({
  ...{ planId, userId, from, to, number, kind, base, amount, currency, settledAt, settledBy },
})
