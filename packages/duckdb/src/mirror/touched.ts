import type { AggregateQuery, Condition } from '@guanxi/core/storage'

/** The entities whose records a query looks at: its own, those that paths and conditions lead to, and those of permissions. */
export function touchedBy(query: AggregateQuery): ReadonlySet<string> {
  const { access } = query
  const touched = new Set<string>()
  const asked = new Set<string>()
  /** `seen`: the actor's permissions hold; inside of their own conditions they do not. */
  const enter = (name: string, seen: boolean): void => {
    touched.add(name)
    if (!seen || access === null || asked.has(name)) return
    asked.add(name)
    const rights = access.entity(name)
    if (rights === undefined) return
    walk(rights.rows, false)
    for (const mask of rights.masks.values()) walk(mask, false)
  }
  const walk = (condition: Condition, seen: boolean): void => {
    switch (condition.node) {
      case 'and':
      case 'or':
        for (const part of condition.all) walk(part, seen)
        return
      case 'not':
        walk(condition.of, seen)
        return
      case 'one':
        enter(condition.relation.to, seen)
        if (condition.is !== 'none') walk(condition.is, seen)
        return
      case 'many':
        enter(condition.relation.to, seen)
        walk(condition.where, seen)
        return
      case 'measure':
        enter(condition.relation.to, seen)
        walk(condition.within, seen)
        return
      default:
    }
  }
  enter(query.entity.name, true)
  walk(query.where, true)
  for (const { path, where } of query.measures) {
    for (const { to } of path?.hops ?? []) enter(to, true)
    if (where !== undefined) walk(where, true)
  }
  for (const { path } of query.groupBy) for (const { to } of path.hops) enter(to, true)
  return touched
}
