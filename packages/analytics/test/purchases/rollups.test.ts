import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCrm, type StorageAdapter } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import { FaultPlan, postgresFaults, Random, sqliteFaults, testClock } from '@guanxi/testkit'
import { describe, expect, test } from 'vitest'
import { coreDatabase } from '../../../testkit/test/databases.ts'
import { servers } from '../../../testkit/test/storages.ts'
import { analytics } from '../../src/index.ts'
import { onOne } from '../on-one.ts'
import { world, zone } from '../world.ts'
import { expectCounted } from './counted.ts'
import { Walk } from './walk.ts'

const full = process.env.GUANXI_TEST_FULL === '1'
const changes = full ? 10_000 : 800
const timeout = full ? 1_200_000 : 60_000

onOne((stage, name) => {
  test(`check 27: ${changes} changes at random, and every cell is what its orders come to`, { timeout }, async () => {
    const { crm, admin } = world(stage())
    const walk = new Walk(admin, new Random(name === 'sqlite' ? 27 : 28))
    await walk.begin(6)
    for (let looked = 0; walk.changes < changes; ) {
      await walk.step()
      if (walk.changes < looked + changes / 2) continue
      looked = walk.changes
      await expectCounted(admin)
    }
    await expectCounted(admin)
    const reports = await crm.verifyRollups()
    expect(reports.map(({ rollup, built }) => [rollup, built])).toEqual([
      ['purchaseDays', true],
      ['purchaseMonths', true],
      ['salesMonths', true],
      ['regionMonths', true],
    ])
    expect(reports.flatMap(({ wrong }) => wrong)).toEqual([])
  })
})

describe('check 27: after a crash between a write and its rollup, and anywhere else', () => {
  test('on SQLite', { timeout }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guanxi-rollups-'))
    await crashes(sqliteFaults, (through) => sqlite(join(folder, 'crm.db'), through === undefined ? {} : { through }))
    rmSync(folder, { recursive: true })
  })

  test.runIf(servers)('on Postgres', { timeout }, async () => {
    const server = await coreDatabase([analytics()])
    await crashes(postgresFaults, (through) => postgres(server.url, through === undefined ? {} : { through }))
    await server.drop()
  })
})

/** One process after the other dies in the middle of its work; the next one finds every cell right. */
async function crashes(
  native: ConstructorParameters<typeof FaultPlan>[0],
  open: (through?: FaultPlan['through']) => StorageAdapter,
): Promise<void> {
  const random = new Random(73)
  const [lives, counted] = [full ? 400 : 40, full ? 10 : 4]
  const deaths = { noting: 0, folding: 0, all: 0 }
  for (let life = 0; life < lives; life++) {
    const plan = new FaultPlan(native)
    const storage = open(plan.through)
    const { crm, me } = processOn(storage, life)
    await crm.migrate()
    // The database may be one that was emptied, of an instance in another zone.
    if (life === 0) await crm.rebuildRollups()
    const walk = new Walk(me, random)
    await walk.begin(2)
    // The cells follow when somebody asks them, or a worker comes by.
    const asked = () => (random.chance(0.5) ? me.orders.count({ where: { region: 'east' } }) : crm.tick())
    const dying = (error: unknown) => expect(plan.dead, String(error)).toBe(true)
    // Of every other life the end is near when somebody asks.
    const near = life % 2 === 1
    for (let n = near ? random.int(1, 4) : 0; n > 0; n--) await walk.step()
    const at = near ? random.int(1, 12) : random.int(3, 40)
    plan.arm({ at, side: random.pick(['before', 'after'] as const), kind: 'crash' })
    if (near) await asked().catch(dying)
    while (!plan.dead) await (random.chance(0.3) ? asked() : walk.step()).catch(dying)
    deaths.all++
    const last = plan.moments.at(-1)?.sql ?? ''
    if (/insert into "crm_rollup_changes"/.test(last)) deaths.noting++
    if (/(crm_(purchase_days|purchase_months|sales_months|region_months)|delete from "crm_rollup_changes)"/.test(last))
      deaths.folding++
    await plan.bury()
    await storage.close().catch(() => undefined)
    if (life % Math.ceil(lives / counted) > 0 && life < lives - 1) continue
    const after = processOn(open(), life)
    await after.crm.migrate()
    await expectCounted(after.me)
    expect((await after.crm.verifyRollups()).flatMap(({ wrong }) => wrong)).toEqual([])
    await after.crm.close()
  }
  expect(deaths.all).toBe(lives)
  // Of few lives none may end in the one or the other.
  expect(full ? Math.min(deaths.noting, deaths.folding) : deaths.noting + deaths.folding).toBeGreaterThan(0)
}

function processOn(storage: StorageAdapter, life: number) {
  const clock = testClock(new Date(Date.parse('2025-06-01T00:00:00Z') + life * 60_000).toISOString(), zone)
  const crm = createCrm({ storage, plugins: [analytics()], clock, zone })
  return { crm, me: crm.as({ user: 'u_adm', roles: ['admin'] }) }
}
