import type { Expectation } from '@guanxi/core/storage'
import { raw, type Sql, sql } from '../fragment.ts'
import { all } from './logic.ts'
import type { Lowering } from './lowering.ts'
import { matches } from './match.ts'
import { tableNode } from './node.ts'

/** Selects the row that is expected (or not): its values stand from a slot on, the tenant first. `held`: and locks it. */
export function expectedRow(
  lowering: Lowering,
  { entity, match, there, lock = 'share' }: Expectation,
  slot: number,
  held: boolean,
): Sql {
  const alias = lowering.alias()
  const node = tableNode(lowering.dialect, entity, alias)
  const conditions = [
    sql`${node.tenant} = ${lowering.typed(slot, 'text')}`,
    ...matches(lowering, node, match, slot + 1),
  ]
  const words = held && there ? lowering.dialect.lock(lock, alias) : undefined
  const row = sql`select 1 from ${lowering.table(entity, alias)} where ${all(conditions)}`
  return words === undefined ? row : sql`${row} ${words}`
}

/** Whether what is expected holds. */
export function holdsExpected(lowering: Lowering, of: Expectation, slot: number, held: boolean): Sql {
  return sql`${raw(of.there ? 'exists' : 'not exists')} (${expectedRow(lowering, of, slot, held)})`
}

/** The condition of a statement that is refused where what it expects does not hold; nothing where there is no such. */
export function demanded(lowering: Lowering, of: Expectation | undefined): readonly Sql[] {
  const { demand } = lowering.dialect
  if (of === undefined || demand === undefined) return []
  return [demand.condition(holdsExpected(lowering, of, lowering.slotOf(of), false))]
}
