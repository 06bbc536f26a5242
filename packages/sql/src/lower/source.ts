import type { EntityIR } from '@guanxi/core/storage'
import { id, join, type Sql, sql } from '../fragment.ts'
import { columnName } from '../names.ts'
import { all, isNever } from './logic.ts'
import type { Lowering } from './lowering.ts'
import { among, type Candidates } from './narrow.ts'
import { derivedNode, type Node, searchName, tableNode } from './node.ts'

/** Whether records are in the bin. */
export type Bin = 'without' | 'only' | 'with'

/** Records as a statement reads them: what stands after `from` or `join`, and what must hold of them. */
export interface Source {
  readonly alias: string
  readonly node: Node
  readonly from: Sql
  readonly conditions: readonly Sql[]
}

/** The records of an entity, of this tenant, in or out of the bin; of those alone that candidates leave, if there are any. */
export function source(lowering: Lowering, entity: EntityIR, bin: Bin, candidates: readonly Candidates[] = []): Source {
  const alias = lowering.alias()
  const node = { ...tableNode(lowering.dialect, entity, alias), alive: bin === 'without' }
  const found = among(lowering, entity, alias, candidates)
  const conditions: Sql[] = [sql`${node.tenant} = ${lowering.tenant()}`, ...found.conditions]
  if (entity.keeping === 'full' && bin !== 'with') {
    const deletedAt = id(alias, 'deleted_at')
    conditions.push(bin === 'only' ? sql`${deletedAt} is not null` : sql`${deletedAt} is null`)
  } else if (bin === 'only') {
    conditions.push(isNever)
  }
  return { alias, node, from: found.from, conditions }
}

/**
 * The same records with fields missing except where a condition holds: a derived table, so that nothing outside can
 * reach what is under a mask.
 */
export function masked(
  lowering: Lowering,
  { node, from, conditions }: Source,
  masks: ReadonlyMap<string, Sql>,
): Source {
  const alias = lowering.alias()
  const columns: Sql[] = [sql`${node.tenant} as ${id('tenant')}`]
  for (const field of node.entity.fields.values()) {
    const shown = masks.get(field.name)
    const put = (value: Sql, name: string) =>
      columns.push(
        shown === undefined ? sql`${value} as ${id(name)}` : sql`case when ${shown} then ${value} end as ${id(name)}`,
      )
    put(node.column(field), columnName(field.name))
    if (field.search) put(node.search(field), searchName(field))
  }
  return {
    alias,
    node: derivedNode(node, alias, masks),
    from: sql`(select ${join(columns)} from ${from} where ${all(conditions)}) as ${id(alias)}`,
    conditions: [],
  }
}
