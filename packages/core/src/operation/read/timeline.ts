import { invalid } from '../../error/index.ts'
import { compareValues, decodeCursor, encodeCursor, isSound, type SortKey } from '../../query/index.ts'
import { type EntityIR, fieldOf, type Row } from '../../schema/index.ts'
import { among, selectOf } from '../find.ts'
import { checked } from '../problem.ts'
import { notFound } from './read.ts'
import { selectFrom, sourcesOf, type TimelineQuery } from './timeline-source.ts'
import type { ReadVerb } from './verb.ts'

/** One thing on a timeline. */
interface Item {
  readonly entity: string
  readonly id: string
  readonly at: string
  readonly record: Row
}

/**
 * `timeline`: what happened with a record that the actor may read, newest first, over every entity that declares a
 * timeline; of each what he may read. One select for each way that leads to the record, all in one round trip.
 */
export const timeline: ReadVerb = async (read) => {
  const { entity, caller, id, session, policy } = read
  if (typeof id !== 'string' || !isSound(id)) throw invalid('id', 'expected the id of a record')
  const asked = checked(read.operation.contract.input, read.raw === undefined ? {} : read.raw) as TimelineQuery
  const { limit = 50 } = asked
  const place = placeOf(entity)
  const after = (asked.after ?? null) === null ? null : decodeCursor(asked.after, place.of, place.keys)
  const sources = sourcesOf(read, asked).filter(({ relation }) => policy === null || policy.beside(relation))
  const own = selectOf(entity, caller.actor.tenant, {
    where: among(fieldOf(entity, 'id'), [id]),
    access: policy,
    limit: 1,
  })
  const selects = sources.map((source) => selectFrom(read, source, id, asked, { limit: limit + 1, after }))
  const [record = [], ...found] = await session.selectMany([own, ...selects])
  if (record.length === 0) throw notFound(entity)
  const items = sources.flatMap(({ entity: { name }, at }, i) =>
    (found[i] ?? []).map(({ row }): Item => {
      return { entity: name, id: row.id as string, at: row[at.name] as string, record: row }
    }),
  )
  const merged = items.toSorted(newestFirst).filter((item, i, all) => !same(item, all[i - 1]))
  const page = merged.slice(0, limit)
  const last = page.at(-1)
  const next = merged.length > limit && last !== undefined
  return { items: page, next: next ? encodeCursor([last.at, last.id], place.of, place.keys) : null }
}

const newestFirst = (a: Item, b: Item): number => compareValues(b.at, a.at) || compareValues(b.id, a.id)
/** A record that two relations lead from appears once. */
const same = (a: Item, b: Item | undefined): boolean => a.id === b?.id && a.entity === b.entity

/** What a cursor of an entity's timelines is bound to. */
function placeOf(entity: EntityIR) {
  const keys = ['createdAt', 'id'].map(
    (name): SortKey => ({ path: { hops: [], field: fieldOf(entity, name) }, direction: 'desc' }),
  )
  return { of: { name: `the timeline of ${entity.name}` }, keys }
}
