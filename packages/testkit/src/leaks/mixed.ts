import { CrmError } from '@guanxi/core'
import { type EntityIR, entityOf, type ManyIR, matches } from '@guanxi/core/storage'
import type { Json, View } from '../oracle/index.ts'

/**
 * Throws where a condition would compare a figure of amounts that the actor sees in several currencies
 * (`MIXED_CURRENCY`), or without a value in the report currency (`RATE_MISSING`).
 */
export function refuseMixedWhere(view: View, entity: EntityIR, where: unknown): void {
  for (const [key, raw] of Object.entries(where as Json)) {
    if (key === 'and' || key === 'or') for (const part of raw as Json[]) refuseMixedWhere(view, entity, part)
    if (key === 'not') refuseMixedWhere(view, entity, raw)
    const one = entity.one.get(key)
    const many = entity.many.get(key)
    const { is } = (raw ?? {}) as { is?: unknown }
    if (one !== undefined && is !== null) refuseMixedWhere(view, entityOf(view.setting.schema, one.to), is)
    if (many !== undefined) refuseMixedMany(view, many, raw as Json)
  }
}

function refuseMixedMany(view: View, relation: ManyIR, given: Json): void {
  const target = entityOf(view.setting.schema, relation.to)
  for (const key of ['some', 'none', 'every', 'where'])
    if (given[key] !== undefined) refuseMixedWhere(view, target, given[key])
  const figures = ['sum', 'min', 'max'].flatMap((fn) => Object.keys((given[fn] ?? {}) as Json))
  const seen = view.all(target).filter((row) => matches(given.where ?? {}, target, row, view.world))
  for (const name of figures) {
    const currency = target.currencies.get(name)
    if (currency === undefined) continue
    const path = [...currency.hops.map((hop) => hop.name), currency.field.name]
    const found = new Set(seen.map((row) => view.follow(path, target, row)))
    if (target.fields.get(name)?.report !== undefined && found.has(null)) throw new CrmError('RATE_MISSING')
    found.delete(null)
    if (found.size > 1) throw new CrmError('MIXED_CURRENCY')
  }
}
