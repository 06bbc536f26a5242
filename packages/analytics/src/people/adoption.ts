import { explain } from '../explained/explained.ts'
import { rateOf } from '../explained/figure.ts'
import type { Inside } from '../inside.ts'
import { knownBy } from '../purchases/scope.ts'
import { peopleDefinitions } from './definitions.ts'

export interface AdoptionAsked {
  readonly days?: number | undefined
  readonly asOf?: string | undefined
}

/** As many of those who write nothing as are named. */
const mostNamed = 1000

/** How many of the members write anything, as the audit tells it: every command of somebody's leaves a row in it. */
export async function adoption(inside: Inside, { days = 30, asOf }: AdoptionAsked) {
  const known = knownBy(inside, { asOf })
  const from = inside.add(known.asOf, `-P${days}D`)
  const idle: string[] = []
  let [members, active] = [0, 0]
  const there = { createdAt: { lt: known.until }, or: [{ leftAt: null }, { leftAt: { gte: known.asOf } }] }
  for await (const { userId } of inside.crm.members.iterate({ where: there, orderBy: { userId: 'asc' } })) {
    members++
    // One look for each member: who writes is found at once, for the newest comes first.
    const where = { actor: userId, from, to: known.until }
    const { items } = await inside.crm.audit.list({ where, limit: 1 })
    if (items.length > 0) active++
    else if (idle.length < mostNamed) idle.push(userId)
  }
  const cut = members - active > mostNamed ? [{ code: 'idle_cut', of: members - active }] : []
  return explain(
    { ...rateOf(active, members), idle },
    {
      of: peopleDefinitions.adoption,
      asOf: known.asOf,
      zone: inside.zone,
      rows: members,
      warnings: cut,
      records: { entity: 'member', where: there },
    },
  )
}
