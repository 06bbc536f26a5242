import {
  type CompareOp,
  type Condition,
  type FieldIR,
  fold,
  isIndexable,
  type SearchOp,
  searchText,
} from '@guanxi/core/storage'
import { type Sql, sql } from '../fragment.ts'
import { successor } from '../plan/text.ts'
import type { Lowering } from './lowering.ts'
import type { Node } from './node.ts'

type Compare = Extract<Condition, { node: 'compare' }>
/** Comparisons of texts, or of what they are when folded. */
type TextOp = 'startsWith' | SearchOp

export const isTextOp = (op: CompareOp): op is TextOp =>
  op === 'startsWith' || op === 'contains' || op === 'begins' || op === 'same'

/** A comparison of texts; a missing one makes it false, and its negation true. */
export function compareText(lowering: Lowering, node: Node, of: Compare, op: TextOp, negated: boolean): Sql {
  const text = op === 'startsWith' ? node.column(of.field) : node.search(of.field)
  const leaf = leafOf(lowering, text, of, op, negated)
  return negated && node.nullable(of.field) ? sql`(${leaf} or ${text} is null)` : leaf
}

function leafOf(lowering: Lowering, text: Sql, of: Compare, op: TextOp, negated: boolean): Sql {
  const slot = lowering.slotOf(of)
  const folded = (value: unknown) => foldOf(of.field)(String(value))
  switch (op) {
    case 'startsWith':
      return begins(lowering, text, slot, String, String(of.value), negated)
    case 'begins':
      return begins(lowering, text, slot, folded, folded(of.value), negated)
    case 'same':
      return sql`${text} ${negated ? sql`<>` : sql`=`} ${lowering.typed(slot, 'text', folded)}`
    case 'contains': {
      const { search, position } = lowering.dialect
      if (search?.by !== 'condition' || !isFindable(of)) {
        const found = position(text, lowering.typed(slot, 'text', folded))
        return negated ? sql`${found} = 0` : sql`${found} > 0`
      }
      lowering.anew = true
      const pattern = lowering.typed(slot, 'text', (value) => search.pattern(folded(value)))
      return negated ? sql`not ${search.contains(text, pattern)}` : search.contains(text, pattern)
    }
  }
}

/** A range: no database need know what a prefix is. */
function begins(
  lowering: Lowering,
  text: Sql,
  slot: number,
  spell: (value: unknown) => string,
  value: string,
  negated: boolean,
): Sql {
  const from = lowering.typed(slot, 'text', spell)
  if (successor(value) === undefined) return negated ? sql`${text} < ${from}` : sql`${text} >= ${from}`
  const to = lowering.typed(slot, 'text', (given) => successor(spell(given)))
  return negated ? sql`(${text} < ${from} or ${text} >= ${to})` : sql`(${text} >= ${from} and ${text} < ${to})`
}

/** Whether a search index could find it: it covers columns, and texts of three characters. */
export const isFindable = ({ field, op, value }: Compare): boolean =>
  op === 'contains' && field.place === 'column' && isIndexable(searchText(String(value)))

/** What stands beside a searchable field: its search text, or in the JSON column its folded text. */
export const foldOf = ({ place }: FieldIR): ((text: string) => string) => (place === 'column' ? searchText : fold)
