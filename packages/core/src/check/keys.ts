import { customOwner } from '../schema/index.ts'
import { type Finding, hasExtra } from '../storage/index.ts'
import type { WholeCheck } from './check.ts'

/** Fields in the JSON column whose owners are not installed: they wait for them to come back. */
export const keys: WholeCheck = async ({ engine, owners }) => {
  const known = new Set([...owners, 'app', customOwner])
  const findings: Finding[] = []
  for (const entity of engine.base.schema.entities.values()) {
    if (!hasExtra(entity)) continue
    const rows = new Map<string, number>()
    for (const { key, rows: count } of await engine.storage.inspection.keys(entity.plural)) {
      const owner = key.replace(/^~/, '').split('.')[0] ?? ''
      if (!known.has(owner)) rows.set(owner, Math.max(rows.get(owner) ?? 0, count))
    }
    for (const [owner, count] of rows) {
      findings.push({
        code: 'keys_of_nobody',
        severity: 'info',
        problem: `${count} ${entity.plural} have fields of ${owner}, which is not installed.`,
        fix: `Install ${owner} again, or take its data away with \`crm.uninstall\`.`,
        entity: entity.name,
        count,
      })
    }
  }
  return findings
}
