import { invalid, type Warning } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import { type Colleague, groupOf, staffOf } from '../records/staff.ts'
import { type Course, type Row, recordsOf } from './course.ts'
import type { Question } from './question.ts'

/** What of a record falls into a group. */
export interface Part {
  /** Null: nobody knows. */
  readonly key: string | null
  /** Of the product's lines; null where a record falls into one group as a whole. */
  readonly amount: number | null
}

export type PartsOf = (course: Course) => readonly Part[]

/** Tells of a page of records into which groups they fall. */
export type Grouping = (page: readonly Course[]) => Promise<PartsOf>

const whole = (key: unknown): readonly Part[] => [
  { key: key === null || key === undefined ? null : String(key), amount: null },
]

/** How records are grouped. Throws `INVALID` at `by` for what they do not have. */
export function groupingBy(inside: Inside, question: Question, by: string): Grouping {
  const { entity } = question
  if (by === 'region' && entity.one.has('company')) return (page) => byRegion(inside, page)
  if (by === 'product' && entity.many.has('lines')) return (page) => byProduct(inside, question, page)
  if (by === 'team' && entity.fields.has('ownerId')) return byTeam(inside)
  const field = by === 'owner' ? 'ownerId' : by
  if (!entity.fields.has(field))
    throw invalid(
      'by',
      `is nothing that a ${entity.name} has`,
      'Give owner, team, region, product or one of its fields.',
    )
  const own = field.startsWith('custom.') ? field.slice('custom.'.length) : undefined
  const keyOf = (record: Row) => (own === undefined ? record[field] : (record.custom as Row | undefined)?.[own])
  return async () => (course) => whole(keyOf(course.record))
}

/** The owner's team; who may read no members knows no teams. */
function byTeam(inside: Inside): Grouping {
  let staff: ReadonlyMap<string, Colleague> | undefined
  return async () => {
    staff ??= await staffOf(inside)
    const known = staff
    return ({ record: { ownerId } }) => whole(groupOf(known, 'team', typeof ownerId === 'string' ? ownerId : null))
  }
}

async function byRegion({ crm }: Inside, page: readonly Course[]): Promise<PartsOf> {
  const ids = [...new Set(page.flatMap(({ record: { companyId } }) => (companyId ? [String(companyId)] : [])))]
  if (ids.length === 0) return () => whole(null)
  const { items } = await crm.companies.list({ where: { id: { in: ids } }, limit: 200 })
  const regions = new Map(items.map(({ id, region }) => [id, region]))
  return ({ record: { companyId } }) => whole(regions.get(String(companyId)))
}

async function byProduct(inside: Inside, question: Question, page: readonly Course[]): Promise<PartsOf> {
  const ids = page.map(({ record }) => String(record.id))
  if (ids.length === 0) return () => whole(null)
  const { items } = await recordsOf(inside, question).list({
    where: { id: { in: ids } },
    include: { lines: true },
    limit: 200,
  })
  const found = new Map(items.map((record) => [String(record.id), partsOfLines(record.lines)]))
  return ({ record }) => found.get(String(record.id)) ?? whole(null)
}

/** What a record comes to by products; one part of an unknown product where there are no lines. */
function partsOfLines(lines: unknown): readonly Part[] {
  const sums = new Map<string | null, number>()
  for (const { productId, total } of Array.isArray(lines) ? (lines as readonly Row[]) : []) {
    const key = typeof productId === 'string' ? productId : null
    sums.set(key, (sums.get(key) ?? 0) + Number(total ?? 0))
  }
  return sums.size === 0 ? whole(null) : [...sums].map(([key, amount]) => ({ key, amount }))
}

/** Groups by their keys, what nobody knows last. */
export function sorted<T extends { readonly key: string | null }>(groups: Iterable<T>): T[] {
  return [...groups].sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null)
    return a.key < b.key ? -1 : 1
  })
}

/** The value of a group, made where it is missing. */
export function groupIn<T>(groups: Map<string | null, T>, key: string | null, make: () => T): T {
  const there = groups.get(key)
  if (there !== undefined) return there
  const made = make()
  groups.set(key, made)
  return made
}

const unknowns: ReadonlyMap<string, Warning> = new Map([
  ['owner', { code: 'owner_unknown' }],
  ['team', { code: 'team_unknown' }],
  ['region', { code: 'region_unknown' }],
  ['product', { code: 'product_unknown' }],
])

/** Of some nobody knows the group: `product_unknown`. */
export function unknownIn(by: string | undefined, count: number, told: object = {}): Warning[] {
  if (by === undefined || count === 0) return []
  return [{ ...(unknowns.get(by) ?? { code: 'group_unknown', by }), count, ...told }]
}

/** What decides a figure of an earlier instant, and is only known as it is now: nobody remembers what it was. */
export function asOfNow({ over }: Question, ...fields: readonly (string | undefined)[]): Warning[] {
  const told = fields.filter((field) => field !== undefined)
  return over && told.length > 0 ? [{ code: 'as_of_now', fields: told }] : []
}
