import { explain } from '../explained/explained.ts'
import { rateOf } from '../explained/figure.ts'
import type { Inside } from '../inside.ts'
import { earlier, type Window, windowOf } from '../period/window.ts'
import { knownBy } from '../purchases/scope.ts'
import { type Colleague, groupOf, namesOf, type StaffKey, staffOf, wasThere } from '../records/staff.ts'
import { peopleDefinitions } from './definitions.ts'
import { quotasFor, sameCurrency } from './quotas.ts'
import { talliesOf } from './tallies.ts'
import { closedIn, nothing, type Tally } from './tally.ts'
import type { WorkingDays } from './working-days-shape.ts'

export interface PerformanceAsked extends Window {
  readonly by?: StaffKey | undefined
  readonly currency?: string | undefined
  readonly asOf?: string | undefined
  readonly calendar?: WorkingDays | undefined
}

/** What people did and sold in a period. */
export async function performance(inside: Inside, asked: PerformanceAsked) {
  const known = knownBy(inside, { currency: asked.currency, asOf: asked.asOf })
  const { from, to } = windowOf(asked, inside)
  const window = { from, to: earlier(to, known.until) }
  const { by = 'member', currency, calendar } = asked
  const staff = await staffOf(inside)
  const { tallies, paid, sold, hidden } = await talliesOf(inside, {
    window,
    known,
    currency,
    past: asked.asOf !== undefined,
  })
  const quotas = await quotasFor(inside, {
    window: window.from < window.to ? window : { from, to: from },
    currency,
    calendar,
  })
  // A quota, what was won and what was ordered stand side by side.
  const one = [quotas.byUser.size > 0 ? quotas.currency : currency, paid, sold].reduce(sameCurrency) ?? null
  const groups = grouped({
    staff,
    by,
    tallies,
    quotas: quotas.byUser,
    there: (one) => wasThere(one, from, known.until),
  })
  const names = await namesOf(inside, by, staff)
  const rows = [...groups].map(([key, group]) => ({
    key,
    name: key === null ? null : (names.get(key) ?? null),
    currency: one,
    ...figuresOf(group),
  }))
  rows.sort((a, b) => b.won - a.won || b.revenue - a.revenue || compared(a.key, b.key))
  const sum = (of: keyof Tally) => rows.reduce((all, row) => all + (groups.get(row.key)?.tally[of] ?? 0), 0)
  return explain(rows, {
    of: peopleDefinitions.performance,
    asOf: known.asOf,
    zone: inside.zone,
    rows: sum('followUps') + sum('deals') + sum('lost') + sum('orders'),
    excluded: {
      won_without_amount_in_currency: sum('deals') - sum('priced'),
      quotas_without_working_days: quotas.idle,
    },
    warnings: [
      ...(to > known.until ? [{ code: 'period_not_over', until: to }] : []),
      ...(hidden ? [{ code: 'refunds_until_now' }] : []),
      ...(known.asOf < inside.now ? [{ code: 'as_of_now', fields: by === 'member' ? ['owner'] : ['owner', by] }] : []),
      ...(quotas.hidden ? [{ code: 'quotas_not_readable' }] : []),
    ],
    records: { entity: 'deal', where: closedIn(window) },
  })
}

interface Group {
  readonly tally: Tally
  members: number
  quota: number | null
}

interface Counted {
  readonly staff: ReadonlyMap<string, Colleague>
  readonly by: StaffKey
  readonly tallies: ReadonlyMap<string | null, Tally>
  readonly quotas: ReadonlyMap<string, number>
  there(one: Colleague): boolean
}

/** The users' figures in their groups; who was there is listed, whether he has figures or not. */
function grouped({ staff, by, tallies, quotas, there }: Counted): Map<string | null, Group> {
  const groups = new Map<string | null, Group>()
  const of = (user: string | null): Group => {
    const key = groupOf(staff, by, user)
    const found = groups.get(key) ?? { tally: nothing(), members: 0, quota: null }
    groups.set(key, found)
    return found
  }
  for (const one of staff.values()) if (there(one)) of(one.userId).members++
  for (const [user, figures] of tallies) {
    const { tally } = of(user)
    for (const name of Object.keys(tally) as (keyof Tally)[]) tally[name] += figures[name]
  }
  for (const [user, amount] of quotas) {
    const group = of(user)
    group.quota = (group.quota ?? 0) + amount
  }
  return groups
}

function figuresOf({ tally, members, quota }: Group) {
  const { priced, ...told } = tally
  return {
    ...told,
    members,
    closeRate: rateOf(tally.deals, tally.deals + tally.lost),
    avgDeal: priced === 0 ? null : tally.won / priced,
    quota: quota === null ? null : Math.round(quota),
    attainment: quota === null || quota === 0 ? null : tally.won / quota,
  }
}

/** By code points; nobody's come last. */
const compared = (a: string | null, b: string | null) => (a === b ? 0 : a === null || (b !== null && a > b) ? 1 : -1)
