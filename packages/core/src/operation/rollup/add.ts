import { adding, becoming, type Cell, cellIn, isNothing, type RollupIR } from '../../rollup/index.ts'
import type { Transaction, Write } from '../../storage/index.ts'
import { findAll } from '../find.ts'

/** What adds to cells. Lists are read first: whoever adds to those must be the only one. */
export async function added(
  tx: Transaction,
  rollup: RollupIR,
  tenant: string,
  changes: ReadonlyMap<string, Cell>,
): Promise<readonly Write[]> {
  const real = [...changes.values()].filter(({ figures }) => !isNothing(figures))
  if (real.length === 0) return []
  if (rollup.lists.length === 0) return [adding(rollup, tenant, real)]
  const ids = real.map(({ id }) => id)
  const found = await findAll(tx, rollup.cells, tenant, ids)
  const before = new Map([...found].map(([id, row]) => [id, cellIn(rollup, row).figures]))
  return [becoming(rollup, tenant, real, before)]
}
