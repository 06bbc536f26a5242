import { fieldOf, type Literal } from '@guanxi/core'
import { type Sql, sql } from '../fragment.ts'
import type { Lowering } from '../lower/lowering.ts'
import type { Node } from '../lower/node.ts'
import type { Shape } from '../plan/shape.ts'

type Match = Readonly<Record<string, Literal | null>>

/** Walks what rows are matched by. */
export function shapeMatch(shape: Shape, match: Match): void {
  for (const name in match) {
    const value = match[name] ?? null
    shape.key += value === null ? ` ${name}-` : ` ${name}`
    shape.values.push(value)
  }
  shape.key += '|'
}

/** The rows whose fields have these values, which stand from a slot on; null matches null. */
export function matches(lowering: Lowering, node: Node, match: Match, slot: number): readonly Sql[] {
  return Object.keys(match).map((name, i) => {
    const field = fieldOf(node.entity, name)
    const column = node.column(field)
    return (match[name] ?? null) === null ? sql`${column} is null` : sql`${column} = ${lowering.value(slot + i, field)}`
  })
}
