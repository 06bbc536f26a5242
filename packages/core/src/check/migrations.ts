import { isCrmError } from '../error/index.ts'
import { standing } from '../migration/index.ts'
import type { WholeCheck } from './check.ts'

/** Migrations that have not run, were changed after they ran, or are of a later version. */
export const migrations: WholeCheck = async ({ engine, migrations }) => {
  try {
    const { pending } = standing((await engine.storage.migrations.applied()) ?? [], migrations)
    if (pending.length === 0) return []
    const names = pending.map(({ owner, migration }) => `${owner}/${migration.id}`)
    return [
      {
        code: 'migrations_pending',
        severity: 'error',
        problem: `Migrations have not run: ${names.join(', ')}.`,
        fix: 'Call `await crm.migrate()`.',
        count: names.length,
      },
    ]
  } catch (error) {
    if (!isCrmError(error) || (error.code !== 'MIGRATION_CHANGED' && error.code !== 'SCHEMA_TOO_NEW')) throw error
    const { code, message, hint = '' } = error
    return [{ code: code.toLowerCase(), severity: 'error', problem: message, fix: hint }]
  }
}
