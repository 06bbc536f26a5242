import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createCrm, isCrmError } from '@guanxi/core'
import { dumpOf, renumbered, testCrm } from '@guanxi/testkit'
import { afterAll, describe, expect, test } from 'vitest'
import { memory, server, servers } from '../../../packages/testkit/test/storages.ts'
import { fieldService } from '../src/plugin.ts'

const admin = { user: 'u_a', roles: ['admin'] }
const codeOf = async (run: () => Promise<unknown>) =>
  run().then(
    () => undefined,
    (error) => (isCrmError(error) ? error.code : String(error)),
  )

const pathOf = async (run: () => Promise<unknown>) =>
  run().then(
    () => undefined,
    (error) => (isCrmError(error) ? error.path : String(error)),
  )

describe.each([['SQLite', memory] as const, ...(servers ? [['Postgres', server] as const] : [])])('%s', (_, create) => {
  const close: (() => Promise<void>)[] = []
  afterAll(async () => {
    for (const step of close) await step()
  })
  const empty = async () => {
    const fresh = await create()
    close.push(fresh.close)
    return fresh.storage
  }

  async function service() {
    const { crm, clock } = await testCrm({ storage: await empty(), plugins: [fieldService()] })
    const office = crm.as({ user: 'u_office', roles: ['dispatcher'] })
    const li = crm.as({ user: 'u_li', roles: ['technician'] })
    const acme = await office.companies.create({ name: '华东精工' })
    const beta = await office.companies.create({ name: '北京未来' })
    const order = (serial: string, more: object = {}) => ({
      machine: { companyId: acme.id, serial, model: 'X9', installedOn: '2026-03-01', ...more },
      visits: 2,
      checks: ['safety', 'wear'],
    })
    /** A machine, and a visit of Li's there. */
    const sent = async (serial = 'S1') => {
      const { installation, visits } = await office.installations.commission(order(serial))
      const [visit = ''] = visits
      await office.visits.update(visit, { ownerId: 'u_li' })
      return { machine: installation.id, visit }
    }
    return { crm, clock, boss: crm.as(admin), office, li, acme, beta, order, sent }
  }

  test('a machine comes with its visits and their checklists, or not at all', async () => {
    const { office, acme, order } = await service()
    const { installation, visits } = await office.installations.commission(order('S1'), { idempotencyKey: 'k' })
    expect(installation).toMatchObject({ warrantyUntil: '2028-03-01', lastVisitOn: null })
    const again = await office.installations.commission(order('S1'), { idempotencyKey: 'k' })
    expect(again.visits).toEqual(visits)
    const { items } = await office.visits.list({ orderBy: { on: 'asc' }, include: { checks: true } })
    expect(items.map(({ on, companyId, checks }) => [on, companyId, checks.map(({ title }) => title).join()])).toEqual([
      ['2026-09-01', acme.id, 'safety,wear'],
      ['2027-03-01', acme.id, 'safety,wear'],
    ])
    expect(await codeOf(() => office.installations.commission(order('S1')))).toBe('DUPLICATE')
    const nobody = order('S2', { contactId: 'nobody' })
    expect(await codeOf(() => office.installations.commission(nobody))).toBe('REFERENCE_NOT_FOUND')
    const without = { ...order('S3'), machine: { companyId: acme.id } }
    expect(await pathOf(() => office.installations.commission(without as never))).toBe('machine.serial')
    const lacking = { ...order('S3'), checks: ['safety', 'safety'] }
    expect(await codeOf(() => office.installations.commission(lacking))).toBe('INVALID')
    expect([await office.installations.count(), await office.visits.count()]).toEqual([1, 2])
  })

  test('a company stays while a machine of its is under warranty', async () => {
    const { boss, office, acme, beta, order, clock } = await service()
    await office.installations.commission(order('S1'))
    const both = { where: { id: { in: [acme.id, beta.id] } } }
    expect(await codeOf(() => boss.companies.delete(acme.id))).toBe('WARRANTY_RUNS')
    expect(await codeOf(() => boss.companies.deleteMany(both))).toBe('WARRANTY_RUNS')
    expect(await office.installations.underWarranty({})).toBe(1)
    expect(await office.installations.underWarranty({ on: '2028-03-02' })).toBe(0)
    await clock.advance('P3Y')
    await boss.companies.deleteMany(both)
    expect(await boss.companies.count()).toBe(0)
  })

  test('a visit is done when everything was looked at, and is told', async () => {
    const { crm, office, li, acme, sent } = await service()
    const told: unknown[] = []
    crm.on('visit.finished', ({ data }) => told.push(data))
    const { machine, visit } = await sent()
    const safe = { title: 'safety', passed: true }
    const finish = (results: { title: string; passed: boolean; remark?: string }[]) => () =>
      li.visits.finish(visit, { report: 'worn', results, again: '2026-05-04' })
    expect(await codeOf(finish([safe]))).toBe('TRANSITION_NOT_ALLOWED')
    await li.visits.move(visit, { to: 'onSite' })
    expect(await codeOf(finish([safe]))).toBe('GUARD_REFUSED')
    expect(await codeOf(finish([safe, { title: 'oil', passed: true }]))).toBe('CHECK_UNKNOWN')
    const done = await finish([safe, { title: 'wear', passed: false, remark: 'belt' }])()
    expect(done.visit).toMatchObject({ stage: 'done', report: 'worn' })
    expect(done.next).toMatchObject({ stage: 'planned', on: '2026-05-04', ownerId: 'u_li', companyId: acme.id })
    expect(told).toEqual([{ installationId: machine, failed: ['wear'] }])
    expect((await office.companies.get(acme.id)).lastServicedOn).toBe('2026-03-16')
    expect((await office.installations.get(machine)).lastVisitOn).toBe('2026-03-16')
    const { items } = await office.companies.timeline(acme.id)
    expect(items.map(({ entity, record }) => [entity, record.id])).toEqual([['visit', visit]])
    expect(await office.visitChecks.count({ where: { passed: false, remark: 'belt' } })).toBe(1)
  })

  test('a technician does what is his: his visits, and the transfer of machines where he has one', async () => {
    const { office, li, beta, order, sent } = await service()
    const { machine, visit } = await sent()
    const { installation: other } = await office.installations.commission(order('S2'))
    expect((await li.visits.list()).items.map(({ id }) => id)).toEqual([visit])
    expect(await codeOf(() => li.installations.update(machine, { model: 'x' }))).toBe('FORBIDDEN')
    expect(await codeOf(() => li.installations.transfer(other.id, { companyId: beta.id }))).toBe('FORBIDDEN')
    expect(await li.installations.transfer(machine, { companyId: beta.id })).toMatchObject({ companyId: beta.id })
    expect(await office.visits.count({ where: { companyId: beta.id } })).toBe(2)
    expect(await office.visits.count()).toBe(4)
  })

  test('two serve the same machine in different tenants', async () => {
    const storage = await empty()
    const crm = createCrm({ storage, plugins: [fieldService()], tenancy: 'multi' })
    await crm.migrate()
    for (const tenant of ['a', 'b']) {
      const me = crm.as({ ...admin, tenant })
      const { id: companyId } = await me.companies.create({ name: tenant })
      const machine = { companyId, serial: 'S1', model: 'X9', installedOn: '2026-03-01' }
      await me.installations.create(machine)
      expect(await codeOf(() => me.installations.create(machine))).toBe('DUPLICATE')
      expect(await me.installations.count()).toBe(1)
    }
  })

  test('it comes to data that is there, and goes without a trace', async () => {
    const used = async () => {
      const storage = await empty()
      const { crm } = await testCrm({ storage })
      const { id } = await crm.as(admin).companies.create({ name: 'Acme' })
      return { storage, id }
    }
    const [never, once] = [await used(), await used()]
    const crm = createCrm({ storage: once.storage, plugins: [fieldService()] })
    expect((await crm.migrate()).applied).toEqual(['field-service/0001_start'])
    const me = crm.as(admin)
    expect(await me.companies.get(once.id)).toMatchObject({ serviceLevel: 'standard', lastServicedOn: null })
    const machine = { companyId: once.id, serial: 'S1', model: 'X9', installedOn: '2026-03-01' }
    await me.installations.commission({ machine, visits: 2, checks: ['safety'] }, { idempotencyKey: 'k' })
    expect(await codeOf(() => crm.uninstall(fieldService()))).toBe('PLUGIN_IN_USE')
    await createCrm({ storage: once.storage }).uninstall(fieldService())
    expect(renumbered(await dumpOf(once.storage))).toEqual(renumbered(await dumpOf(never.storage)))
  })
})

test('its program prints what its page says', async () => {
  const folder = join(import.meta.dirname, '..')
  const [, said] = /```text\n(.*?)```/s.exec(readFileSync(join(folder, 'README.md'), 'utf8')) ?? []
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=source', join(folder, 'src/main.ts')])
  expect(stdout).toBe(said)
})

test('its migrations are complete', async () => {
  const { crm } = await testCrm({ plugins: [fieldService()] })
  expect((await crm.migrate({ dryRun: true })).draft).toEqual([])
})
