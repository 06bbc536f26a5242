import { CrmError } from '../error/index.ts'
import type { Entity } from './entity.ts'
import type { FieldIR, OneIR, TimelineIR } from './schema.ts'

/** What an entity's declaration of a timeline means; `SCHEMA_INVALID` where it names what cannot be. */
export function timelineOf(
  { name, keeping, ownedBy, timeline }: Entity,
  fields: ReadonlyMap<string, FieldIR>,
  one: ReadonlyMap<string, OneIR>,
): TimelineIR | undefined {
  if (timeline === undefined) return undefined
  const unsound = (problem: string) =>
    new CrmError('SCHEMA_INVALID', { details: { problem: `the timeline of ${name} ${problem}` } })
  if (keeping === 'log' || ownedBy !== undefined) throw unsound('is for records that are read by themselves')
  const at = fields.get(timeline.at)
  if (at?.kind !== 'datetime' || at.place === 'extra') throw unsound(`needs an instant, which ${timeline.at} is not`)
  const kind = timeline.kind === undefined ? undefined : fields.get(timeline.kind)
  if (timeline.kind !== undefined && kind?.kind !== 'enum')
    throw unsound(`needs an enum, which ${timeline.kind} is not`)
  const of = timeline.of.map((relation) => {
    const found = one.get(relation)
    if (found?.on.name !== 'id') throw unsound(`names ${relation}, which is no relation to a record by its id`)
    return found
  })
  return { at, of, kind }
}
