import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createCrm, field } from '@guanxi/core'
import { expect, test } from 'vitest'
import { mirrorOf, onDuckdb, place } from './mirrors.ts'

const entities = ['company', 'orderLine', 'order']
const admin = { user: 'u_1', roles: ['admin'] }
const byName = { groupBy: { name: 'name', version: 'version' }, measures: { n: { fn: 'count' } }, limit: 1000 } as const
const byLine = { groupBy: { id: 'id', quantity: 'quantity' }, measures: { n: { fn: 'count' } }, limit: 1000 } as const

onDuckdb('a mirror whose process is killed', () => {
  // Of 750 companies; and of the lines as they were, before their order.
  test.each([3, 9])('after %i pages it goes on where it was, and is told of what came meanwhile', async (pages) => {
    const at = await place()
    const { mirror, plugin, asked } = await mirrorOf(at.main(), at.file, entities, 100)
    const reports = createCrm({ storage: mirror })
    const crm = createCrm({ storage: at.main(), plugins: [plugin] })
    const all = crm.asSystem({ reason: 'test' })
    const { ids } = await all.companies.createMany(Array.from({ length: 750 }, (_, i) => ({ name: `Company ${i}` })))
    const line = { description: 'Filter', quantity: 1, unitPrice: 100 }
    const order = { companyId: ids[0] ?? '', placedAt: '2026-03-01T00:00:00Z', currency: 'CNY', lines: [line, line] }
    const { id } = await all.orders.create(order)

    const script = fileURLToPath(new URL('copy-process.ts', import.meta.url))
    const child = spawn(process.execPath, ['--conditions=source', script, at.crm, at.file, String(pages), ...entities])
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL')

    // One that is copied, one that goes, one that the copy has not come to, and lines that are there no more.
    await all.companies.update(ids[5] ?? '', { name: 'Changed' })
    await all.companies.delete(ids[6] ?? '')
    await all.companies.update(ids[700] ?? '', { name: 'Later' })
    await all.orders.update(id, { lines: [{ ...line, quantity: 9 }] })
    expect((await mirror.lag()).copying).toEqual(pages === 3 ? entities : ['order'])
    // Told before the copy is at its end, as most are.
    if (pages === 3) await crm.tick({ limit: 400 })
    const me = [reports.as(admin), crm.as(admin)] as const
    if (pages === 3) {
      expect(await me[0].companies.aggregate(byName)).toEqual(await me[1].companies.aggregate(byName))
      expect(asked.main).toBeGreaterThan(0)
    }

    expect(await mirror.copy()).toBe(pages === 3 ? 450 + 1 + 1 : 1)
    await crm.tick()
    expect(await mirror.caughtUp()).toBe(true)
    expect(await mirror.compare()).toEqual([])
    const before = asked.main
    expect(await me[0].companies.aggregate(byName)).toEqual(await me[1].companies.aggregate(byName))
    expect(await me[0].orderLines.aggregate(byLine)).toEqual(await me[1].orderLines.aggregate(byLine))
    expect(await me[0].orderLines.aggregate(byLine)).toMatchObject([{ quantity: 9 }])
    expect(asked.main).toBe(before)
    await crm.close()
    await reports.close()
    await at.close()
  })

  test('what was told and is told again changes nothing', async () => {
    const at = await place()
    const { mirror, plugin } = await mirrorOf(at.main(), at.file, entities)
    const reports = createCrm({ storage: mirror })
    const crm = createCrm({ storage: at.main(), plugins: [plugin] })
    const all = crm.asSystem({ reason: 'test' })
    await mirror.copy()
    const facts: Parameters<typeof mirror.take>[0][] = []
    crm.on('company.created', (fact) => facts.push(fact))
    crm.on('company.updated', (fact) => facts.push(fact))
    const acme = await all.companies.create({ name: 'Acme' })
    await all.companies.update(acme.id, { name: 'Acme 2' })
    // The later one first, the first one twice, and once more after the process began anew.
    for (const at of [1, 0, 0]) await mirror.take(facts[at] as (typeof facts)[number])
    await reports.close()
    const again = await mirrorOf(at.main(), at.file, entities)
    const later = createCrm({ storage: again.mirror })
    await again.mirror.take(facts[0] as (typeof facts)[number])
    expect(await later.as(admin).companies.aggregate(byName)).toEqual([{ name: 'Acme 2', version: 2, n: 1 }])
    expect(again.asked.main).toBe(0)
    await later.close()
    await crm.close()
    await at.close()
  })

  test('where the fields of an entity are others than they were, or a migration has run, it is copied anew', async () => {
    const at = await place()
    const opened = async (fields: Parameters<typeof createCrm>[0]['fields'], names = entities) => {
      const { mirror } = await mirrorOf(at.main(), at.file, names)
      const reports = createCrm({ storage: mirror, fields: fields ?? {} })
      return { mirror, reports }
    }
    const first = await opened({})
    const plain = createCrm({ storage: at.main() })
    await plain.asSystem({ reason: 'test' }).companies.create({ name: 'Acme' })
    await plain.close()
    expect(await first.mirror.copy()).toBe(1)
    await first.reports.close()
    const second = await opened({ company: { tier: field.string().optional().plain() } })
    expect((await second.mirror.lag()).copying).toEqual(['company'])
    expect(await second.mirror.copy()).toBe(1)
    expect(await second.mirror.compare()).toEqual([])
    await second.reports.close()
    const step = { step: 'dropExtra', table: 'companies', owner: 'app' } as const
    const crm = createCrm({ storage: at.main(), migrations: [{ id: '0001_without', steps: [step] }] })
    await crm.migrate()
    await crm.close()
    const third = await opened({ company: { tier: field.string().optional().plain() } })
    expect((await third.mirror.lag()).copying).toEqual(entities)
    await third.reports.close()
    await at.close()
  })

  test('whoever is allowed more than the copy can tell is answered by the main storage', async () => {
    const at = await place()
    const { mirror, asked } = await mirrorOf(at.main(), at.file, ['company'])
    const reports = createCrm({ storage: mirror })
    const crm = createCrm({ storage: at.main() })
    const all = crm.asSystem({ reason: 'test' })
    const boss = await all.members.create({ userId: 'u_3', name: 'Boss' })
    await all.members.create({ userId: 'u_1', name: 'u_1', managerId: boss.id })
    await all.companies.createMany([{ name: 'a', ownerId: 'u_1' }, { name: 'b', ownerId: 'u_3' }, { name: 'c' }])
    await mirror.copy()
    const names = [
      [{ user: 'u_1', roles: ['sales'] }, 'a', 0],
      [{ user: 'u_3', roles: ['manager'] }, 'ab', 1],
      [{ user: 'u_3', roles: ['sales', 'pool'] }, 'bc', 0],
      [{ user: 'u_3', roles: ['sales', 'shared'] }, 'b', 1],
    ] as const
    for (const [actor, seen, asks] of names) {
      const before = asked.main
      const rows = await reports.as(actor).companies.aggregate(byName)
      expect(rows.map(({ name }) => name).join('')).toBe(seen)
      expect(asked.main - before).toBe(asks)
    }
    await crm.close()
    await reports.close()
    await at.close()
  })

  test('what cannot be copied is said when the instance is made', async () => {
    const at = await place()
    for (const [names, problem] of [
      [['company', 'audit'], /nobody tells of the rows of audit/],
      [['orderLine'], /order/],
      [['memberReach'], /member/],
      [['companies'], /no entity companies/],
    ] as const) {
      const { mirror } = await mirrorOf(at.main(), at.file, names)
      expect(() => createCrm({ storage: mirror })).toThrow(problem)
    }
    await at.close()
  })

  test('a file that is something else is refused, and who does not have it leaves its changes waiting', async () => {
    const at = await place()
    const { mirror } = await mirrorOf(at.main(), at.crm, entities)
    const reports = createCrm({ storage: mirror })
    await expect(mirror.copy()).rejects.toMatchObject({ code: 'STORAGE_NOT_A_DATABASE' })
    await reports.close()
    const { mirrorPlugin } = await import('../src/index.ts')
    const web = createCrm({ storage: at.main(), plugins: [mirrorPlugin(entities)] })
    await web.asSystem({ reason: 'test' }).companies.create({ name: 'Acme' })
    expect(await web.tick()).toMatchObject({ done: 0, again: 1, dead: 0 })
    await web.close()
    await at.close()
  })
})
