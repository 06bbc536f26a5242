import type { Warning } from '@guanxi/core'
import { explain } from '../explained/explained.ts'
import { rateOf } from '../explained/figure.ts'
import type { Inside } from '../inside.ts'
import { windowOf } from '../period/window.ts'
import { recordsOf } from '../records/any-entity.ts'
import { byCreator, byOwner } from './creators.ts'
import { qualityDefinitions } from './definitions.ts'
import { measuresOf, scoreOf, weighed } from './weights.ts'

export interface CompletenessAsked {
  readonly entity: string
  readonly fields?: readonly { readonly field: string; readonly weight?: number | undefined }[] | undefined
  readonly where?: Readonly<Record<string, unknown>> | undefined
  /** Records made from a moment on, before another. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly leaderboard?: 'creator' | 'owner' | undefined
}

/** How much of what one wants to know of records is known. */
export async function completeness(inside: Inside, asked: CompletenessAsked) {
  const { entity, where = {}, leaderboard } = asked
  const records = recordsOf(inside, entity)
  inside.checkQuery(entity, { where })
  const made = madeIn(inside, asked)
  const scope = { and: [where, made === null ? {} : { createdAt: { gte: made.from, lt: made.to } }] }
  const fields = weighed(entity, asked.fields)
  const [row = {}] = await records.aggregate({ where: scope, measures: measuresOf(fields) })
  const n = Number(row.n ?? 0)
  const rows = fields.map(({ field, weight }, i) => ({ field, weight, filled: rateOf(Number(row[`f${i}`] ?? 0), n) }))
  const board =
    leaderboard === undefined
      ? null
      : leaderboard === 'owner'
        ? { rows: await byOwner(records, scope, fields), told: n }
        : await byCreator(inside, { entity, records, where: scope, fields, made })
  const untold = board === null ? 0 : n - board.told
  const warnings: Warning[] = untold > 0 ? [{ code: 'creator_unknown', n: untold }] : []
  const value = scoreOf(
    fields,
    rows.map(({ filled }) => filled.num),
    n,
  )
  return explain(
    { value, n, fields: rows, leaderboard: board?.rows ?? null },
    {
      of: qualityDefinitions.completeness,
      asOf: inside.now,
      zone: inside.zone,
      rows: n,
      excluded: { creator_unknown: untold },
      warnings,
      records: { entity, where: scope },
    },
  )
}

function madeIn(inside: Inside, { from, to }: CompletenessAsked) {
  if (from === undefined && to === undefined) return null
  return windowOf({ from: from ?? '1970-01-01', to: to ?? inside.add(inside.today, 'P1D') }, inside)
}
