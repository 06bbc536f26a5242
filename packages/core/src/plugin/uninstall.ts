import { CrmError } from '../error/index.ts'
import { inverse, standing } from '../migration/index.ts'
import type { AppliedMigration, MigrationStep, StorageAdapter } from '../storage/index.ts'
import type { Assembly } from './assemble.ts'
import type { UninstallReport } from './crm.ts'
import type { AnyDefinition } from './installed.ts'
import { traces } from './traces.ts'

/** Takes away what a plugin has made: its tables, its columns and indexes, its fields, and what the logs tell of them. */
export async function uninstall(
  storage: StorageAdapter,
  installed: Assembly,
  plugin: AnyDefinition,
  { dryRun = false }: { readonly dryRun?: boolean },
  told: { readonly newId: () => string; readonly at: string },
): Promise<UninstallReport> {
  checkAbsent(installed, plugin)
  const { migrations } = storage
  await checkPipelines(storage, installed, plugin)
  const ownOf = (applied: readonly AppliedMigration[]) => applied.filter(({ owner }) => owner === plugin.id)
  const stepsOf = (applied: readonly AppliedMigration[]) => [
    ...traces(plugin, installed.base.schema, [...installed.registry.all.values()]),
    ...inverse(madeBy(plugin, ownOf(applied))),
  ]
  let applied = (await migrations.applied()) ?? []
  const report = (rows: readonly number[]): UninstallReport => {
    const steps = stepsOf(applied)
    return {
      forgotten: ownOf(applied).map(({ owner, id }) => `${owner}/${id}`),
      steps: steps.map((step, i) => ({ step, rows: rows[i] ?? 0 })),
      sql: migrations.sql(steps),
    }
  }
  if (dryRun) return report(await migrations.rows(stepsOf(applied)))
  const { withdrawUninstalled } = await import('../operation/audit/uninstalled.ts')
  const { schema } = installed.base
  await withdrawUninstalled({ plugin: plugin.id, storage, schema, steps: stepsOf(applied), ...told })
  const rows = await migrations.locked((port) =>
    port.remove(plugin.id, (held) => {
      applied = held
      return stepsOf(held)
    }),
  )
  return report(rows)
}

/** The steps of those of its migrations that ran. */
function madeBy(
  { id: owner, migrations }: AnyDefinition,
  applied: readonly AppliedMigration[],
): readonly MigrationStep[] {
  // Refuses a database that an edited or a later plugin has migrated: what that made is not known here.
  standing(applied, [{ owner, migrations }])
  const ran = new Set(applied.map(({ id }) => id))
  return migrations.filter(({ id }) => ran.has(id)).flatMap(({ steps }) => steps)
}

function checkAbsent({ definitions }: Assembly, { id }: AnyDefinition): void {
  if (definitions.every((definition) => definition.id !== id)) return
  const dependents = definitions.filter(({ dependsOn }) => dependsOn.includes(id)).map((definition) => definition.id)
  const problem =
    dependents.length === 0 ? 'this instance has it' : `this instance has it, and ${dependents.join(', ')} needs it`
  throw new CrmError('PLUGIN_IN_USE', {
    details: { plugin: id, problem, dependents },
    hint: 'Make an instance without it (createCrm), and uninstall it from there.',
  })
}

/** Records of others in its pipelines would be in none. */
async function checkPipelines(storage: StorageAdapter, installed: Assembly, plugin: AnyDefinition): Promise<void> {
  for (const [name, { entity }] of Object.entries(plugin.pipelines)) {
    const table = installed.base.schema.entities.get(entity)?.plural
    if (table === undefined || installed.base.pipelines.get(entity)?.has(name)) continue
    const [rows = 0] = await storage.migrations.rows([{ step: 'dropRows', table, among: { pipeline: [name] } }])
    if (rows === 0) continue
    throw new CrmError('PLUGIN_IN_USE', {
      details: { plugin: plugin.id, problem: `${rows} of ${table} are in its pipeline ${name}`, rows },
      hint: 'Delete them, or keep a pipeline of that name: createCrm({ pipelines }).',
    })
  }
}
