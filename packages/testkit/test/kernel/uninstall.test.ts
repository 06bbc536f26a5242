import {
  type CoreTypes,
  createCrm,
  definePipeline,
  definePlugin,
  type Migration,
  type Scope,
  type StorageAdapter,
} from '@guanxi/core'
import { dumpOf, renumbered, testClock, testCrm, testIds } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'
import { type VisitTypes, visits } from '../visits.ts'

const admin = { user: 'u_a', roles: ['admin'] }
const placedAt = '2026-03-01T00:00:00Z'

/** What a shop does; `greeting` and `shown` are given where the plugin is there to keep them. */
async function work(me: Scope<CoreTypes>, round: string, company: object = {}, line: object = {}, deal: object = {}) {
  const acme = await me.companies.create({ name: `Acme ${round}`, externalId: round, ...company })
  const upsert = { by: 'externalId' as const, record: { name: 'Zeta', externalId: `z${round}`, ...company } }
  await me.companies.upsert(upsert)
  await me.companies.createMany([{ name: 'a' }, { name: 'b', ...company }])
  await me.companies.updateMany({ where: { name: 'a' }, set: { city: round } })
  const lines = [{ unitPrice: 100, ...line }, { unitPrice: 200 }]
  const order = await me.orders.create({ companyId: acme.id, placedAt, currency: 'CNY', lines })
  await me.orders.update(order.id, { lines: [{ unitPrice: 300, ...line }] })
  const asked = await me.deals.create({ companyId: acme.id, title: 'x', ...deal })
  await me.deals.move(asked.id, { to: 'proposal' })
  const other = await me.companies.update(acme.id, { size: 7 }, { idempotencyKey: `size ${round}` })
  await me.companies.delete(other.id)
  await me.companies.restore(other.id, { idempotencyKey: `restore ${round}` })
  return other
}

async function withPlugin(storage: StorageAdapter) {
  const { crm } = await testCrm({ storage, plugins: [visits()] })
  return { crm, me: crm.as(admin) }
}

/** Records of the plugin's own, moved, binned, called with keys; in two tenants' worth of logs. */
async function visiting(me: Scope<CoreTypes & VisitTypes>, companyId: string) {
  const stops = [{ place: 'lobby' }]
  const one = await me.visits.plan({ companyId, purpose: 'hello', stops }, { idempotencyKey: 'plan' })
  await me.visits.finish(one.id, { notes: 'well' }, { idempotencyKey: 'finish' })
  const two = await me.visits.create({ companyId, purpose: 'again', stops })
  await me.visits.delete(two.id)
}

onBoth((make, database) => {
  test('rank 13: what is left after an uninstall equals a database that never had the plugin', async () => {
    const [never, once] = [await make(), await make()]
    const plain = await testCrm({ storage: never })
    for (const round of ['1', '2']) await work(plain.crm.as(admin), round)

    const { me } = await withPlugin(once)
    const { id } = await work(me, '1', { greeting: '你好', rhythm: 7 }, { shown: true }, { warm: true })
    await visiting(me, id)
    await work(me, '2', { greeting: 'Hallo' })
    const there = await dumpOf(once)
    expect(there.objects.join()).toContain('visit')

    const left = createCrm({ storage: once, clock: testClock(placedAt) })
    const report = await left.uninstall(visits())
    expect(report.forgotten).toEqual(['visits/0001_start'])
    expect(renumbered(await dumpOf(once))).toEqual(renumbered(await dumpOf(never)))
    expect(JSON.stringify(await dumpOf(once))).not.toMatch(/visit|greeting|你好|rhythm|newcomer/i)

    // What is left works, and the plugin may come back.
    expect(await left.as(admin).companies.count({ where: { city: { in: ['1', '2'] } } })).toBe(2)
    const again = createCrm({ storage: once, plugins: [visits()] })
    expect((await again.migrate()).applied).toEqual(['visits/0001_start'])
    expect(await again.as(admin).companies.get(id)).toMatchObject({ greeting: null, rhythm: 30 })
  })

  test('a dry run of an uninstall tells what would go, and takes nothing', async () => {
    const storage = await make()
    const { me } = await withPlugin(storage)
    const { id } = await work(me, '1', { greeting: '你好' })
    await visiting(me, id)
    const before = await dumpOf(storage)
    const crm = createCrm({ storage })
    const told = await crm.uninstall(visits(), { dryRun: true })
    expect(await dumpOf(storage)).toEqual(before)
    const rows = (step: string, table: string) =>
      told.steps.filter((one) => one.step.step === step && one.step.table === table).map((one) => one.rows)
    expect(rows('dropTable', 'visits')).toEqual([2])
    expect(rows('dropTable', 'visitStops')).toEqual([2])
    expect(rows('dropTable', 'newcomers')).toEqual([4])
    // `rhythm` has a default, so all four have a key.
    expect(rows('dropExtra', 'companies')).toEqual([4])
    expect(rows('dropRows', 'stageStays')).toEqual([3])
    expect(told.sql.join('\n')).toMatch(/drop table .*crm_visits/)
    expect(told).toEqual(await crm.uninstall(visits()))
    const again = await crm.uninstall(visits())
    expect([again.forgotten, again.steps.every((step) => step.rows === 0)]).toEqual([[], true])
  })

  test('an uninstall that fails leaves everything, and can be run again', async () => {
    const storage = await make()
    const { me } = await withPlugin(storage)
    const { id } = await work(me, '1', { greeting: '你好' })
    await visiting(me, id)
    const before = await dumpOf(storage)
    const failing: StorageAdapter = {
      ...storage,
      migrations: {
        ...storage.migrations,
        locked: (run) =>
          storage.migrations.locked((port) =>
            run({
              ...port,
              remove: (owner, steps) =>
                port.remove(owner, (applied) => [...steps(applied), { step: 'dropTable', table: 'nowhere' }]),
            }),
          ),
      },
    }
    expect(await codeOf(() => createCrm({ storage: failing }).uninstall(visits()))).toBe('STORAGE_FAILED')
    expect(await dumpOf(storage)).toEqual(before)
    await createCrm({ storage }).uninstall(visits())
    expect((await dumpOf(storage)).objects.join()).not.toContain('visit')
  })

  test('an uninstall reaches every tenant', async () => {
    const storage = await make()
    const options = { storage, tenancy: 'multi' } as const
    const { crm } = await testCrm({ ...options, plugins: [visits()] })
    for (const tenant of ['t1', 't2']) {
      const me = crm.as({ ...admin, tenant })
      const { id } = await me.companies.create({ name: 'x', greeting: '你好' })
      await visiting(me, id)
      // The record's version goes on: it is the company's own.
      await me.companies.greet(id, { greeting: '您好' }, { idempotencyKey: 'greet' })
    }
    const left = createCrm(options)
    await left.uninstall(visits())
    expect(JSON.stringify(await dumpOf(storage))).not.toMatch(/visit|greet|你好|您好/i)
    for (const tenant of ['t1', 't2']) expect(await left.as({ ...admin, tenant }).companies.count()).toBe(1)
  })

  test('a plugin that is installed, or whose pipelines hold records of others, is not uninstalled', async () => {
    const storage = await make()
    const pipeline = definePipeline({ entity: 'deal', stages: { asked: {}, won: { type: 'won' } } })
    const fairs = () => definePlugin({ id: 'fairs', version: '1.0.0', pipelines: { fair: pipeline } })
    const more = () => definePlugin({ id: 'more', version: '1.0.0', dependsOn: ['fairs'] })
    const { crm } = await testCrm({ storage, plugins: [fairs(), more()] })
    expect(await errorOf(() => crm.uninstall(fairs()))).toMatchObject({
      code: 'PLUGIN_IN_USE',
      status: 409,
      details: { dependents: ['more'] },
    })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const { id } = await me.deals.create({ companyId, title: 'x', pipeline: 'fair' })
    const left = createCrm({ storage, clock: testClock(placedAt), ids: testIds() })
    expect(await errorOf(() => left.uninstall(fairs()))).toMatchObject({ code: 'PLUGIN_IN_USE', details: { rows: 1 } })
    const kept = createCrm({ storage, pipelines: { fair: pipeline } })
    await kept.uninstall(fairs())
    expect((await kept.as(admin).deals.get(id)).pipeline).toBe('fair')
  })

  if (database === 'sqlite')
    test('a database that another version of the plugin has migrated is refused', async () => {
      const storage = await make()
      await withPlugin(storage)
      const other = (migrations: readonly Migration[]) =>
        createCrm({ storage }).uninstall(definePlugin({ id: 'visits', version: '1.0.0', migrations }))
      expect(await codeOf(() => other([]))).toBe('SCHEMA_TOO_NEW')
      expect(await codeOf(() => other([{ id: '0001_start', steps: [] }]))).toBe('MIGRATION_CHANGED')
    })
})
