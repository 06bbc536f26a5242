import type { Access, AggregateQuery, Condition, EntityAccess, Having, SelectQuery } from '@guanxi/core/storage'
import { ofSameRecords } from './figures.ts'

// The same object may stand in several places of a query, and another query of the same shape may have different
// values there. A plan is therefore made of a copy in which every node is an object of its own.

function condition(of: Condition): Condition {
  switch (of.node) {
    case 'and':
    case 'or':
      return { ...of, all: conditions(of.all) }
    case 'not':
      return { ...of, of: condition(of.of) }
    case 'one':
      return { ...of, is: of.is === 'none' ? 'none' : condition(of.is) }
    case 'many':
      return { ...of, where: condition(of.where) }
    case 'measure':
      return { ...of, within: condition(of.within) }
    default:
      return { ...of }
  }
}

/** Figures of the same records stay so. */
function conditions(all: readonly Condition[]): readonly Condition[] {
  const copies: Condition[] = []
  for (const [i, of] of all.entries()) {
    const before = copies[i - 1]
    const same = of.node === 'measure' && before?.node === 'measure' && ofSameRecords(all[i - 1], of)
    copies.push(same ? { ...of, within: before.within } : condition(of))
  }
  return copies
}

function having(of: Having): Having {
  if (of.node === 'and' || of.node === 'or') return { ...of, all: of.all.map(having) }
  return of.node === 'not' ? { ...of, of: having(of.of) } : { ...of }
}

function access(of: Access | null): Access | null {
  if (of === null) return null
  const copies = new Map<string, EntityAccess | undefined>()
  return {
    entity(name) {
      if (!copies.has(name)) {
        const granted = of.entity(name)
        copies.set(
          name,
          granted && {
            rows: condition(granted.rows),
            masks: new Map([...granted.masks].map(([f, c]) => [f, condition(c)])),
          },
        )
      }
      return copies.get(name)
    },
  }
}

/** A copy of a select whose nodes are all different objects. */
export function distinctSelect(query: SelectQuery): SelectQuery {
  return {
    ...query,
    where: condition(query.where),
    access: access(query.access),
    ...(query.rank === undefined ? {} : { rank: query.rank.map(condition) }),
    after: query.after === null ? null : [...query.after],
    ...(query.expect === undefined ? {} : { expect: { ...query.expect } }),
  }
}

/** A copy of an aggregate whose nodes are all different objects. */
export function distinctAggregate(query: AggregateQuery): AggregateQuery {
  return {
    ...query,
    where: condition(query.where),
    access: access(query.access),
    groupBy: query.groupBy.map((key) => (key.bucket === undefined ? key : { ...key, bucket: { ...key.bucket } })),
    measures: query.measures.map(({ bucket, where, ...measure }) => ({
      ...measure,
      ...(bucket === undefined ? {} : { bucket: { ...bucket } }),
      ...(where === undefined ? {} : { where: condition(where) }),
    })),
    having: query.having === null ? null : having(query.having),
    ...(query.expect === undefined ? {} : { expect: { ...query.expect } }),
  }
}

/** A copy of a condition whose nodes are all different objects. */
export const distinctCondition = condition
