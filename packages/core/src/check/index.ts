import { everywhere } from '../job/index.ts'
import type { CheckReport } from '../plugin/index.ts'
import type { Finding } from '../storage/index.ts'
import type { TenantCheck, Whole, WholeCheck } from './check.ts'
import { deadLetters } from './dead-letters.ts'
import { keys } from './keys.ts'
import { migrations } from './migrations.ts'
import { orphans } from './orphans.ts'
import { owners } from './owners.ts'
import { rollups } from './rollups.ts'
import { stages } from './stages.ts'
import { stays } from './stays.ts'
import { storage } from './storage.ts'

/** One file each. */
const ofDatabase: readonly WholeCheck[] = [storage, keys, rollups]
const ofTenants: readonly TenantCheck[] = [orphans, stages, stays, owners, deadLetters]

/** Looks at the database: what is wrong with it, and what is worth knowing. It changes nothing. */
export async function check(whole: Whole): Promise<CheckReport> {
  const { engine } = whole
  const behind = await migrations(whole)
  // Without its tables nothing else can be looked at.
  if (behind.length > 0) return { findings: behind }
  const findings: Finding[] = []
  for (const look of ofDatabase) findings.push(...(await look(whole)))
  const tenants = engine.tenant === undefined ? await engine.storage.inspection.tenants() : [engine.tenant]
  for (const tenant of tenants.filter((name) => name !== everywhere)) {
    const view = await engine.views.load(tenant, undefined, engine.base)
    const looking = { engine, tenant, view, session: engine.storage.session }
    const named = engine.tenant === undefined ? { tenant } : {}
    for (const look of ofTenants) for (const found of await look(looking)) findings.push({ ...found, ...named })
  }
  return { findings }
}
