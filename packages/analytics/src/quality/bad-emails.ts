import type { Inside } from '../inside.ts'
import type { Customers, CustomerWhere } from './issues.ts'

/** As many groups as an aggregate answers, and values as a list of a condition takes. */
const mostGroups = 10_000
export const mostValues = 1000

/** The addresses that no mail reaches, and how many records have them; a page of addresses at a time. */
export async function badEmails(
  inside: Inside,
  entity: Customers,
  { where, bad }: { readonly where: CustomerWhere; readonly bad: (email: string) => boolean },
) {
  const emails: string[] = []
  let count = 0
  for (let after = ''; ; ) {
    const page = await pageOf(inside, entity, { and: [where, { email: { gt: after } }] })
    for (const { email, n } of page) {
      if (email === null) continue
      after = email
      if (!bad(email)) continue
      count += n
      if (emails.length <= mostValues) emails.push(email)
    }
    if (page.length < mostGroups) return { emails, count }
  }
}

function pageOf({ crm }: Inside, entity: Customers, where: CustomerWhere) {
  const asked = {
    where,
    groupBy: { email: 'email' },
    measures: { n: { fn: 'count' } },
    orderBy: { email: 'asc' },
    limit: mostGroups,
  } as const
  return entity === 'company' ? crm.companies.aggregate(asked) : crm.contacts.aggregate(asked)
}
