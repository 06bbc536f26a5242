import { fieldOf } from '@guanxi/core/storage'
import { type Sql, sql } from '../fragment.ts'
import type { Match } from '../plan/shape-match.ts'
import type { Lowering } from './lowering.ts'
import type { Node } from './node.ts'

/** The rows whose fields have these values, which stand from a slot on; null matches null. */
export function matches(lowering: Lowering, node: Node, match: Match, slot: number): readonly Sql[] {
  return Object.keys(match).map((name, i) => {
    const field = fieldOf(node.entity, name)
    const column = node.column(field)
    return (match[name] ?? null) === null ? sql`${column} is null` : sql`${column} = ${lowering.value(slot + i, field)}`
  })
}
