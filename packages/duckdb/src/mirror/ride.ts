import type { DuckDBConnection } from '@duckdb/node-api'
import { always, fieldOf } from '@guanxi/core/storage'
import type { Feeding } from './feeding.ts'
import { riding } from './riding.ts'
import { allRows, append, remove, removeAll, rowsOf } from './rows.ts'
import type { Told } from './told.ts'

/** Reads logs anew that were written with what facts tell of. */
export async function bringRiding(
  connection: DuckDBConnection,
  { main, progress, copied }: Pick<Feeding, 'main' | 'progress' | 'copied'>,
  tenant: string,
  facts: readonly Told[],
): Promise<void> {
  for (const [name, { with: entity, facts: types, by }] of riding) {
    const log = copied.get(name)
    const told = facts.filter(({ type, entity: of }) => types.includes(type) || of === entity || type === 'loop_cut')
    if (log === undefined || told.length === 0) continue
    const ids = [...new Set(told.map(({ recordId }) => recordId))]
    const rows =
      by === undefined
        ? await allRows(main.session, log.stored, tenant, always)
        : await rowsOf(main.session, log, tenant, fieldOf(log.entity, by), ids)
    if (by === undefined) await removeAll(connection, log, tenant)
    else await remove(connection, log, tenant, by, ids)
    const passed = rows.filter(({ id }) => progress.isPassed(name, tenant, String(id)))
    await append(connection, log, tenant, passed)
  }
}
