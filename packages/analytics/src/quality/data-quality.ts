import type { Warning } from '@guanxi/core'
import { explain } from '../explained/explained.ts'
import { rateOf } from '../explained/figure.ts'
import type { Inside } from '../inside.ts'
import { badEmails, mostValues } from './bad-emails.ts'
import { qualityDefinitions } from './definitions.ts'
import { type Issue, issueNames } from './issue-names.ts'
import { type Customers, type CustomerWhere, missingContact, noOwner, staleSince } from './issues.ts'
import { undeliverable } from './undeliverable.ts'

export interface QualityAsked {
  readonly entities?: readonly Customers[] | undefined
  readonly where?: Readonly<Record<string, unknown>> | undefined
  readonly staleDays?: number | undefined
  readonly undeliverable?: readonly string[] | undefined
}

interface Found {
  readonly issue: Issue
  readonly entity: Customers
  readonly count: number
  readonly of: number
  /** Null where the list cannot be said in one query. */
  readonly where: CustomerWhere | null
}

/** What is missing, wrong or old among the customers, each with the query of its records. */
export async function dataQuality(inside: Inside, asked: QualityAsked) {
  const { entities = ['company', 'contact'], staleDays = 180 } = asked
  const found: Found[] = []
  for (const entity of new Set(entities)) found.push(...(await issuesOf(inside, entity, asked)))
  const named = (issue: Issue) => (issue === 'stale' ? `staleOver${staleDays}d` : issue)
  const counts = Object.fromEntries(
    issueNames.flatMap((issue) => {
      const n = found.filter((one) => one.issue === issue).reduce((sum, { count }) => sum + count, 0)
      return [...new Set([issue, named(issue)])].map((name) => [name, n])
    }),
  )
  const issues = found.map(({ issue, entity, count, of, where }) => ({
    issue: named(issue),
    kind: issue,
    entity,
    count,
    share: rateOf(count, of),
    records: where === null ? null : { entity, where: { ...where } },
  }))
  const cut = found.filter(({ where }) => where === null)
  const warnings: Warning[] = cut.map(({ issue, entity }) => ({ code: 'too_many_to_list', issue, entity }))
  const rows = found.filter(({ issue }) => issue === 'noOwner').reduce((sum, { of }) => sum + of, 0)
  const about = { of: qualityDefinitions.dataQuality, asOf: inside.now, zone: inside.zone, rows, warnings }
  return explain({ counts, issues }, about)
}

async function issuesOf(inside: Inside, entity: Customers, asked: QualityAsked): Promise<Found[]> {
  const { where: given = {}, staleDays = 180, undeliverable: domains = [] } = asked
  inside.checkQuery(entity, { where: given })
  const scope = given as CustomerWhere
  const count = (where: CustomerWhere) => {
    const query = { where: { and: [scope, where] } }
    return entity === 'company' ? inside.crm.companies.count(query) : inside.crm.contacts.count(query)
  }
  const of = await count({})
  const by = async (issue: Issue, where: CustomerWhere): Promise<Found> => ({
    issue,
    entity,
    count: await count(where),
    of,
    where: { and: [scope, where] },
  })
  const { emails, count: bad } = await badEmails(inside, entity, { where: scope, bad: undeliverable(domains) })
  const where = emails.length > mostValues ? null : { and: [scope, { email: { in: emails } }] }
  return [
    await by('missingContact', missingContact),
    { issue: 'invalidEmail', entity, count: bad, of, where },
    await by('noOwner', noOwner),
    await by('stale', staleSince(inside.add(inside.now, `-P${staleDays}D`))),
  ]
}
