import { type AggregateQuery, columnTypeOf, type Having } from '@guanxi/core/storage'
import { id, type Sql, sql } from '../fragment.ts'
import { all, any, compareNullable } from './logic.ts'
import type { Lowering } from './lowering.ts'

/** A condition on groups, over the names of their measures. */
export function lowerHaving(lowering: Lowering, query: AggregateQuery, of: Having, negated = false): Sql {
  switch (of.node) {
    case 'and':
    case 'or': {
      const parts = of.all.map((part) => lowerHaving(lowering, query, part, negated))
      return (of.node === 'and') === negated ? any(parts) : all(parts)
    }
    case 'not':
      return lowerHaving(lowering, query, of.of, !negated)
    default: {
      const index = query.measures.findIndex((measure) => measure.name === of.measure)
      const figure = id('g', `m${index}`)
      if (of.node === 'isNull') return negated ? sql`${figure} is not null` : sql`${figure} is null`
      return compareNullable(figure, of.op, value(lowering, query, index, lowering.slotOf(of)), negated)
    }
  }
}

function value(lowering: Lowering, query: AggregateQuery, index: number, slot: number): Sql {
  const { fn, path } = query.measures[index] ?? {}
  const typed = path !== undefined && (fn === 'min' || fn === 'max') && columnTypeOf(path.field.kind) !== 'integer'
  return typed ? lowering.value(slot, path.field) : lowering.typed(slot, 'exact')
}
