import { CrmError, type EntityIR, entityOf, type ManyIR, matches } from '@guanxi/core'
import type { Json, View } from '../oracle/index.ts'

/** Throws `MIXED_CURRENCY` where a condition would compare a figure of amounts in several currencies that the actor sees. */
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
  const { currency } = target
  if (currency === undefined || !figures.some((name) => target.fields.get(name)?.kind === 'money')) return
  const path = [...currency.hops.map((hop) => hop.name), currency.field.name]
  const seen = view.all(target).filter((row) => matches(given.where ?? {}, target, row, view.world))
  const found = new Set(seen.map((row) => view.follow(path, target, row)).filter((value) => value !== null))
  if (found.size > 1) throw new CrmError('MIXED_CURRENCY')
}
