import { explain } from '../explained/explained.ts'
import type { Inside } from '../inside.ts'
import { peopleDefinitions } from './definitions.ts'
import type { CommissionEntry } from './entities.ts'
import { type PageAsked, pageOf } from './ledger-page.ts'
import { shown } from './settle.ts'

export interface LedgerAsked extends PageAsked {
  readonly planId?: string | undefined
  readonly userId?: string | undefined
  /** Days: periods that have one of them. */
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** The ledger of commissions, and what it comes to for each plan, period and user. */
export async function commissions(inside: Inside, { planId, userId, from, to, ...page }: LedgerAsked) {
  const where = {
    ...(planId === undefined ? {} : { planId }),
    ...(userId === undefined ? {} : { userId }),
    ...(from === undefined ? {} : { to: { gt: from } }),
    ...(to === undefined ? {} : { from: { lt: to } }),
  }
  const { entries, next } = await pageOf(inside, where, page)
  const balances = new Map<string, ReturnType<typeof balanceOf>>()
  let rows = 0
  for await (const some of inside.table('commissionEntry').pages(where)) {
    for (const entry of some) {
      rows++
      const key = JSON.stringify([entry.from, entry.planId, entry.userId])
      const found = balances.get(key) ?? balanceOf(entry)
      found.amount += entry.amount
      found.entries++
      balances.set(key, found)
    }
  }
  const sorted = [...balances].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, balance]) => balance)
  return explain(
    { entries: entries.map(shown), balances: sorted, next },
    {
      of: peopleDefinitions.commission,
      asOf: inside.now,
      zone: inside.zone,
      rows,
      warnings: entries.length < rows ? [{ code: 'entries_cut', of: rows }] : [],
    },
  )
}

/** Only the actor's own. */
export const ownCommissions = (inside: Inside, asked: Omit<LedgerAsked, 'userId'>) =>
  commissions(inside, { ...asked, userId: inside.actor.user })

const balanceOf = ({ planId, userId, from, to, currency }: CommissionEntry) => ({
  ...{ planId, userId, from, to, currency },
  amount: 0,
  entries: 0,
})
