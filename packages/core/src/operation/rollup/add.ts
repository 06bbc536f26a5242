import { adding, type Cell, cellIn, isNothing, type RollupIR } from '../../rollup/index.ts'
import type { Transaction, Write } from '../../storage/index.ts'
import { findAll } from '../find.ts'

/** What adds to cells. Lists are read first: whoever adds to those must be the only one. */
export async function added(
  tx: Transaction,
  rollup: RollupIR,
  tenant: string,
  changes: Iterable<Cell>,
): Promise<readonly Write[]> {
  const real = [...changes].filter(({ figures }) => !isNothing(figures))
  const ids = rollup.lists.length === 0 ? [] : real.map(({ id }) => id)
  const there = await findAll(tx, rollup.cells, tenant, ids)
  const before = new Map([...there].map(([id, row]) => [id, cellIn(rollup, row).figures]))
  return real.length === 0 ? [] : [adding(rollup, tenant, real, before)]
}
