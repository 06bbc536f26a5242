import { CrmError } from '@guanxi/core'
import { compareValues, type EntityIR, entityOf } from '@guanxi/core/storage'
import type { View } from '../oracle/index.ts'
import type { TimelineInput } from './questions.ts'
import { spellRow } from './spell.ts'

/** What somebody must see on a timeline: of all that he sees, what leads to the record and has an instant, newest first. */
export function timelineOf(view: View, entity: EntityIR, id: string, { entities }: TimelineInput): unknown {
  if (!view.all(entity).some((row) => row.id === id)) throw new CrmError('NOT_FOUND')
  const found = new Map<string, { readonly at: unknown; readonly id: unknown; readonly spelled: unknown }>()
  for (const { from, via } of entity.shows) {
    const source = entityOf(view.setting.schema, from)
    const at = source.timeline?.at.name ?? ''
    if (entities?.includes(from) === false) continue
    for (const row of view.all(source)) {
      if (row[via.name] !== id || (row[at] ?? null) === null) continue
      found.set(`${from} ${row.id}`, { at: row[at], id: row.id, spelled: [from, spellRow(source, row)] })
    }
  }
  const newest = [...found.values()].toSorted((a, b) => compareValues(b.at, a.at) || compareValues(b.id, a.id))
  return newest.map(({ spelled }) => spelled)
}
