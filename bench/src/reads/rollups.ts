import { createCrm, type FieldsByEntity, type Migration, type Rollup } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'

/** The migration that makes the tables of rollups. */
export async function tablesOf(rollups: readonly Rollup[], fields: FieldsByEntity = {}): Promise<readonly Migration[]> {
  const crm = createCrm({ storage: sqlite(':memory:'), rollups, fields })
  const { draft } = await crm.migrate({ dryRun: true })
  await crm.close()
  return [{ id: '0002_rollups', steps: draft }]
}
