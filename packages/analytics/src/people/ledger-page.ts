import { invalid } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import type { CommissionEntry } from './entities.ts'
import { mostEntries } from './ledger-limit.ts'

export interface PageAsked {
  /** The `next` of the page before. */
  readonly after?: string | undefined
  readonly limit?: number | undefined
}

/** A page of entries, by their periods, plans and users, in which each was written after the one before. */
export async function pageOf(
  inside: Inside,
  where: object,
  { after, limit = mostEntries }: PageAsked,
): Promise<{ readonly entries: readonly CommissionEntry[]; readonly next: string | null }> {
  const ledger = inside.table('commissionEntry')
  const [last] = after === undefined ? [] : await ledger.all({ and: [where, { id: after }] })
  if (after !== undefined && last === undefined)
    throw invalid('after', 'is no entry of these', 'Give the next of a page of the same question.')
  const found: CommissionEntry[] = []
  for (let past = last; found.length <= limit; past = found.at(-1)) {
    const wanted = Math.min(limit + 1 - found.length, mostAtOnce)
    const some = await ledger.list({
      where: { and: [where, past === undefined ? {} : behind(past)] },
      orderBy: keys.map((key) => ({ [key]: 'asc' }) as { [K in Key]?: 'asc' }),
      limit: wanted,
    })
    found.push(...some)
    if (some.length < wanted) break
  }
  const entries = found.slice(0, limit)
  return { entries, next: found.length > limit ? (entries.at(-1)?.id ?? null) : null }
}

/** As many rows as a query answers. */
const mostAtOnce = 200

const keys = ['from', 'planId', 'userId', 'number'] as const
type Key = (typeof keys)[number]

/** What comes behind an entry in their order. */
const behind = (last: CommissionEntry) => ({
  or: keys.map((key, i) => ({
    and: [...keys.slice(0, i).map((same) => ({ [same]: last[same] })), { [key]: { gt: last[key] } }],
  })),
})
