import type { AuditPage } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import type { Window } from '../period/window.ts'
import { type AnyRecords, fieldOf } from '../records/any-entity.ts'
import { measuresOf, scoreOf, type Weighed } from './weights.ts'

/** What somebody's records come to. */
export interface Ranked {
  readonly user: string | null
  readonly value: number
  readonly n: number
}

/** By whose they are now. */
export async function byOwner(records: AnyRecords, where: object, fields: readonly Weighed[]): Promise<Ranked[]> {
  const rows = await records.aggregate({ where, groupBy: { user: 'ownerId' }, measures: measuresOf(fields) })
  return ranked(
    rows.map((row) => ({
      user: typeof row.user === 'string' ? row.user : null,
      filled: fields.map((_, i) => Number(row[`f${i}`])),
      n: Number(row.n),
    })),
    fields,
  )
}

interface Asked {
  readonly entity: string
  readonly records: AnyRecords
  readonly where: object
  readonly fields: readonly Weighed[]
  readonly made: Window | null
}

/** As many records as a page of a list has. */
const page = 200

/** By who made them, as the audit tells it, page by page. `told`: of how many records it does. */
export async function byCreator(inside: Inside, { entity, records, where, fields, made }: Asked) {
  const sums = new Map<string, { filled: number[]; n: number }>()
  let told = 0
  let after: string | null = null
  do {
    const found: AuditPage = await inside.crm.audit.list({ where: { entity, ...made }, limit: page, after })
    const makers = new Map(
      found.items.flatMap(({ action, recordId, actor }) =>
        action === 'create' && recordId !== null ? [[recordId, actor] as const] : [],
      ),
    )
    const query = { where: { and: [where, { id: { in: [...makers.keys()] } }] }, limit: page }
    const { items } = makers.size === 0 ? { items: [] } : await records.list(query)
    for (const row of items) {
      const actor = makers.get(String(row.id)) ?? ''
      const sum = sums.get(actor) ?? { filled: fields.map(() => 0), n: 0 }
      sums.set(actor, sum)
      for (const [i, { field }] of fields.entries())
        if (fieldOf(row, field) !== null) sum.filled[i] = (sum.filled[i] ?? 0) + 1
      sum.n++
      told++
    }
    after = found.next
  } while (after !== null)
  const rows = [...sums].map(([user, sum]) => ({ user, ...sum }))
  return { rows: ranked(rows, fields), told }
}

interface Sum {
  readonly user: string | null
  readonly filled: readonly number[]
  readonly n: number
}

/** The best first; of equals who has more records. */
function ranked(sums: readonly Sum[], fields: readonly Weighed[]): Ranked[] {
  return sums
    .map(({ user, filled, n }) => ({ user, value: scoreOf(fields, filled, n) ?? 0, n }))
    .sort((a, b) => b.value - a.value || b.n - a.n || (String(a.user) < String(b.user) ? -1 : 1))
}
