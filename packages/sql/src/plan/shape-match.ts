import type { Literal } from '@guanxi/core/storage'
import type { Shape } from './shape.ts'

/** Which rows: equality on each of these; null matches null. */
export type Match = Readonly<Record<string, Literal | null>>

/** Walks what rows are matched by. */
export function shapeMatch(shape: Shape, match: Match): void {
  for (const name in match) {
    const value = match[name] ?? null
    shape.key += value === null ? ` ${name}-` : ` ${name}`
    shape.values.push(value)
  }
  shape.key += '|'
}
