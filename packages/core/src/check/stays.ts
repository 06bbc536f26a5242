import { fieldOf } from '../schema/index.ts'
import { type Finding, mostIds } from '../storage/index.ts'
import type { TenantCheck } from './check.ts'

/** Records that are in two stages at once, by the log of their stays. */
export const stays: TenantCheck = async ({ engine, session, tenant }) => {
  const entity = engine.system.stageStay
  const key = (name: string) => ({ name, path: { hops: [], field: fieldOf(entity, name) }, bucket: undefined })
  const groups = await session.aggregate({
    entity,
    tenant,
    access: null,
    where: { node: 'isNull', field: fieldOf(entity, 'leftAt'), negated: false },
    bin: 'with',
    groupBy: [key('entity'), key('recordId')],
    measures: [{ name: 'count', fn: 'count', path: undefined }],
    having: { node: 'compare', measure: 'count', op: 'gt', value: 1 },
    orderBy: [],
    limit: 10_000,
  })
  const byEntity = new Map<string, string[]>()
  for (const { entity: name, recordId } of groups)
    byEntity.set(String(name), [...(byEntity.get(String(name)) ?? []), String(recordId)])
  return [...byEntity].map(([name, ids]): Finding => {
    return {
      code: 'stays_open_twice',
      severity: 'error',
      problem: `${ids.length} records of ${name} have more than one open stay in a stage.`,
      fix: `Close the older ones in the table of stageStays: set left_at and duration.`,
      entity: name,
      count: ids.length,
      ids: ids.slice(0, mostIds),
    }
  })
}
