import { invalid } from '../../error/index.ts'
import type { Access, Condition, Literal, SelectQuery, SortKey } from '../../query/index.ts'
import { type EntityIR, entityOf, type FieldIR, fieldOf, type OneIR } from '../../schema/index.ts'
import { parseInstant } from '../../time/index.ts'
import { among, selectOf } from '../find.ts'
import type { Read } from './read.ts'

/** What is asked of a timeline, its shape checked. */
export interface TimelineQuery {
  readonly limit?: number | undefined
  readonly after?: string | null | undefined
  readonly entities?: readonly string[] | undefined
  readonly kinds?: readonly string[] | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** Records on a timeline: by the relation to the record whose timeline it is. */
export interface Source {
  readonly relation: OneIR
  readonly entity: EntityIR
  readonly at: FieldIR
  readonly kind: FieldIR | undefined
}

/** The sources of a timeline, those that are asked for. */
export function sourcesOf({ entity, caller }: Read, { entities, kinds }: TimelineQuery): readonly Source[] {
  const all = entity.shows.flatMap((relation): Source[] => {
    const from = entityOf(caller.view.schema, relation.from)
    return from.timeline === undefined ? [] : [{ relation, entity: from, ...from.timeline }]
  })
  checkNames('entities', entities, new Set(all.map((source) => source.entity.name)))
  checkNames('kinds', kinds, new Set(all.flatMap(({ kind }) => kind?.values ?? [])))
  return all.filter(
    (source) =>
      (entities?.includes(source.entity.name) ?? true) &&
      (kinds === undefined || kinds.some((kind) => source.kind?.values?.includes(kind))),
  )
}

function checkNames(path: string, given: readonly string[] | undefined, known: ReadonlySet<string>): void {
  const unknown = given?.findIndex((name) => !known.has(name)) ?? -1
  if (unknown < 0) return
  const hint = known.size === 0 ? 'Nothing appears on this timeline.' : `There are ${[...known].join(', ')}.`
  throw invalid(`${path}[${unknown}]`, 'does not appear on this timeline', hint)
}

/** Newest first; of equal instants the later id. */
const newest = ({ at, entity }: Source): readonly SortKey[] =>
  [at, fieldOf(entity, 'id')].map((field) => ({ path: { hops: [], field }, direction: 'desc' }))

/** The newest records of a source after a place, as the actor may see them who sees the record `id`. */
export function selectFrom(
  { policy, caller }: Read,
  source: Source,
  id: string,
  asked: TimelineQuery,
  parts: { readonly limit: number; readonly after: readonly (Literal | null)[] | null },
): SelectQuery {
  const { entity, relation, at, kind } = source
  const seen = policy?.beside(relation)
  const access: Access | null = policy && {
    entity: (name) => (name === entity.name ? seen : policy.entity(name)),
  }
  const all: Condition[] = [among(relation.via, [id])]
  const bound = (op: 'gte' | 'lt', path: 'from' | 'to') => {
    const given = asked[path]
    if (given === undefined) return
    const value = parseInstant(given)
    if (value === undefined) throw invalid(path, 'expected an instant', 'Such as 2026-03-16T09:00:00+08:00.')
    all.push({ node: 'compare', field: at, op, value })
  }
  bound('gte', 'from')
  bound('lt', 'to')
  if (at.nullable || seen?.masks.has(at.name)) all.push({ node: 'isNull', field: at, negated: true })
  if (kind !== undefined && asked.kinds !== undefined) all.push(among(kind, asked.kinds))
  return selectOf(entity, caller.actor.tenant, {
    access,
    where: { node: 'and', all },
    orderBy: newest(source),
    ...parts,
  })
}
