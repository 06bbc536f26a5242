import { createCrm } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { coreFixtures, faults, faultsOnSqlite, spellViolation } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { all, tablesOf } from './rollups.ts'

/** The bytes of a database where the rollups have tables and are built. */
async function built(): Promise<Uint8Array> {
  const storage = sqlite(':memory:')
  const crm = createCrm({ storage, tenancy: 'multi', rollups: all, migrations: await tablesOf(all) })
  await crm.migrate()
  const transaction = await storage.begin()
  const bytes = (transaction.native as { serialize(): Uint8Array }).serialize()
  await transaction.rollback()
  await crm.close()
  return bytes
}

const full = process.env.GUANXI_TEST_FULL === '1'
const timeout = full ? 1_200_000 : 120_000

test('whatever goes wrong, figures are kept with their records or not at all', { timeout }, async () => {
  const migrations = await tablesOf(all)
  const report = await faults({
    database: faultsOnSqlite(await built()),
    crm: (instance) => createCrm({ ...instance, tenancy: 'multi', rollups: all, migrations }),
    fixtures: coreFixtures,
    only: (operation) =>
      /^(orders\.(create|update|delete|restore|upsert|createMany)|deals\.(create|move))$/.test(operation),
    points: full ? 1000 : 6,
    seed: 5,
  })
  expect(report.violations.map(spellViolation)).toEqual([])
  expect(report.operations).toBe(8)
  expect(report.points).toBeGreaterThan(40)
})
