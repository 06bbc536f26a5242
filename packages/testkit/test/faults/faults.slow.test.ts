import { createCrm, definePipeline, type StorageAdapter } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import {
  coreFixtures,
  type FaultDatabase,
  FaultPlan,
  faults,
  faultsOnPostgres,
  faultsOnSqlite,
  invariants,
  migratedBytes,
  postgresFaults,
  Random,
  spellViolation,
  sqliteFaults,
  testCrm,
} from '@guanxi/testkit'
import { describe, expect, test } from 'vitest'
import { codeOf } from '../both.ts'
import { coreDatabase } from '../databases.ts'
import { servers } from '../storages.ts'

// As the core's, and open to changes: tenants may have pipelines of their own.
const deal = definePipeline({
  entity: 'deal',
  editable: true,
  stages: { qualified: {}, proposal: {}, negotiation: {}, won: { type: 'won' }, lost: { type: 'lost' } },
})

const found = (database: FaultDatabase, points: number, only?: (operation: string) => boolean) =>
  faults({
    database,
    crm: (instance) => createCrm({ ...instance, tenancy: 'multi', pipelines: { deal } }),
    fixtures: coreFixtures,
    points,
    seed: 20_260_316,
    ...(only === undefined ? {} : { only }),
  })

// `npm run faults` tries every point; this one of each operation, on Postgres of those that differ most.
describe('R2: whatever goes wrong, nothing is half written, and the same call again leads where it would have led', () => {
  test('on SQLite', { timeout: 120_000 }, async () => {
    const report = await found(faultsOnSqlite(await migratedBytes()), 1)
    expect(report.violations.map(spellViolation)).toEqual([])
    expect(report.operations).toBeGreaterThan(180)
    expect(report.points).toBe(report.operations)
    expect([...report.kinds.keys()].toSorted()).toEqual(
      ['crash', 'hang', 'slow', ...sqliteFaults.kinds.map(({ kind }) => kind)].toSorted(),
    )
  })

  test.runIf(servers)('on Postgres', { timeout: 120_000 }, async () => {
    const server = await coreDatabase()
    const database = faultsOnPostgres((through) => postgres(server.url, { through }))
    const chosen = /^(deals|leads|pipelines|members)\./
    const report = await found(database, 1, (operation) => chosen.test(operation))
    expect(report.violations.map(spellViolation)).toEqual([])
    expect(report.points).toBe(report.operations)
    await database.close()
    await server.drop()
  })
})

describe('R3: a commit of which nobody knows whether it took place', () => {
  const cases = async (storage: StorageAdapter, plan: FaultPlan, kind: string, count: number) => {
    const { crm } = await testCrm({ storage })
    const me = crm.as({ user: 'u_admin', roles: ['admin'] })
    const random = new Random(count)
    const { id: companyId } = await me.companies.create({ name: 'Acme' })
    const versions = new Map<string, number>()
    const stages = ['proposal', 'negotiation'] as const
    for (let i = 0; i < count; i++) {
      const idempotencyKey = `key ${i}`
      const [id] = versions.size > 3 && random.chance(0.7) ? [random.pick([...versions.keys()])] : []
      const call = async () => {
        if (id === undefined) return me.deals.create({ title: `${i}`, companyId }, { idempotencyKey })
        const version = versions.get(id) ?? 0
        if (version > 2) return me.deals.update(id, { amount: i, currency: 'CNY' }, { idempotencyKey })
        return me.deals.move(id, { to: stages[version - 1] ?? 'proposal' }, { idempotencyKey })
      }
      plan.arm({ at: 'commit', side: random.chance(0.7) ? 'after' : 'before', kind })
      expect(await codeOf(call)).toBe('OUTCOME_UNKNOWN')
      plan.arm()
      const deal = await call()
      expect(await call()).toEqual(deal)
      versions.set(deal.id, (versions.get(deal.id) ?? 0) + 1)
      expect(deal.version).toBe(versions.get(deal.id))
    }
    expect(await me.deals.count({})).toBe(versions.size)
    expect(await invariants(storage)).toEqual([])
    await crm.close()
  }

  test('700 on SQLite: each has one effect', { timeout: 120_000 }, async () => {
    const plan = new FaultPlan(sqliteFaults)
    await cases(sqlite(await migratedBytes(), { through: plan.through }), plan, 'io', 700)
  })

  test.runIf(servers)('300 on Postgres: each has one effect', { timeout: 120_000 }, async () => {
    const server = await coreDatabase()
    const plan = new FaultPlan(postgresFaults)
    await cases(postgres(server.url, { through: plan.through }), plan, 'lost', 300)
    await server.drop()
  })
})
