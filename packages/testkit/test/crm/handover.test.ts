import { type CoreTypes, type Crm, defineEntity, definePlugin, field, type PluginTypes } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'
import { rowsOf } from '../rows-of.ts'

const admin = { user: 'u_adm', roles: ['admin'] }
const rep = (user: string) => ({ user, roles: ['sales'] })

/** u_m is the manager of u_a and u_b in the East, u_n is in the North. */
async function team(crm: Crm<CoreTypes>) {
  const system = crm.asSystem({ reason: 'set up' })
  const boss = await system.members.create({ userId: 'u_m', name: 'Manager East' })
  for (const userId of ['u_a', 'u_b']) await system.members.create({ userId, name: userId, managerId: boss.id })
  await system.members.create({ userId: 'u_n', name: 'North' })
}

onBoth((make) => {
  test('A18: who leaves hands over what he has open; won deals keep him as closer, and he sees nothing', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    await team(crm)
    const system = crm.asSystem({ reason: 'check' })
    const a = crm.as(rep('u_a'))
    const { ids } = await a.companies.createMany(Array.from({ length: 80 }, (_, n) => ({ name: `c${n}` })))
    await a.contacts.createMany(Array.from({ length: 40 }, (_, n) => ({ name: `p${n}` })))
    const companyId = ids[0] as string
    await a.deals.createMany(Array.from({ length: 17 }, (_, n) => ({ title: `d${n}`, companyId })))
    const { items } = await a.deals.list({ limit: 3 })
    for (const deal of items) await a.deals.move(deal.id, { to: 'won' })
    const tasks = Array.from({ length: 10 }, (_, n) => ({ title: `t${n}`, companyId }))
    const { ids: done } = await a.tasks.createMany(tasks)
    await a.tasks.complete(done[0] as string, {})

    const moved = await crm.as(admin).members.handover({ from: 'u_a', to: 'u_b' })
    expect(moved).toEqual({ customers: 120, deals: 14, tasks: 9 })

    const won = await system.deals.list({ where: { stage: 'won' } })
    expect(won.items.map(({ ownerId, closedBy }) => [ownerId, closedBy])).toEqual(Array(3).fill(['u_a', 'u_a']))
    expect(await system.deals.count({ where: { ownerId: 'u_b', closedBy: null } })).toBe(14)
    const rows = await rowsOf(storage, 'ownershipChange')
    expect(rows).toHaveLength(143)
    for (const row of rows) expect(row).toMatchObject({ from: 'u_a', to: 'u_b', actor: 'u_adm', reason: 'offboarding' })
    expect(await crm.as(rep('u_b')).companies.count()).toBe(80)
    const [member] = (await system.members.list({ where: { userId: 'u_a' } })).items
    expect(member).toMatchObject({ leftAt: '2026-03-16T01:00:00.000Z' })

    // His token, and one that he had made before.
    for (const token of [a, crm.as(rep('u_a')), crm.as({ user: 'u_a', roles: ['admin'] })]) {
      const seen = [token.companies.count(), token.contacts.count(), token.deals.count(), token.tasks.count()]
      expect(await Promise.all(seen)).toEqual([0, 0, 0, 0])
      expect((await token.deals.list()).items).toEqual([])
      expect(await codeOf(() => token.deals.get(items[0]?.id ?? ''))).toBe('NOT_FOUND')
      expect(await codeOf(() => token.companies.create({ name: 'x' }))).toBe('FORBIDDEN')
      expect(await codeOf(() => token.members.handover({ from: 'u_b', to: 'u_n' }))).toBe('FORBIDDEN')
    }
  })

  test('A18: the records of plugins go along, and more than a chunk of them', async () => {
    const visit = defineEntity({
      name: 'visit',
      plural: 'visits',
      fields: { ownerId: field.string().optional().plain(), done: field.boolean().default(false) },
      open: { done: false },
    })
    interface VisitTypes extends PluginTypes {
      entities: {
        visit: {
          plural: 'visits'
          row: { id: string; ownerId: string | null }
          create: { ownerId?: string; done?: boolean }
        }
      }
      operations: {}
      events: {}
    }
    const columns = [
      { name: 'id', type: 'text', nullable: false },
      { name: 'createdAt', type: 'datetime', nullable: false },
      { name: 'updatedAt', type: 'datetime', nullable: false },
      { name: 'version', type: 'integer', nullable: false },
      { name: 'deletedAt', type: 'datetime', nullable: true },
      { name: 'ownerId', type: 'text', nullable: true },
      { name: 'done', type: 'boolean', nullable: false },
      { name: 'extra', type: 'json', nullable: false },
    ] as const
    const migrations = [{ id: '1', steps: [{ step: 'createTable', table: 'visits', columns }] }] as const
    const visits = definePlugin<VisitTypes>({ id: 'visits', version: '1.0.0', entities: [visit], migrations })
    const { crm } = await testCrm({ storage: await make(), plugins: [visits] })
    await team(crm)
    const system = crm.asSystem({ reason: 'check' })
    await system.visits.createMany(Array.from({ length: 1205 }, (_, n) => ({ ownerId: 'u_a', done: n % 1205 < 5 })))
    const moved = await crm.as(admin).members.handover({ from: 'u_a', to: 'u_b', reason: 'left us' })
    expect(moved).toEqual({ customers: 0, deals: 0, tasks: 0, visits: 1200 })
    expect(await system.visits.count({ where: { ownerId: 'u_a' } })).toBe(5)
    const [first] = (await system.visits.list({ where: { ownerId: 'u_b' }, limit: 1 })).items
    expect(await system.visits.owners(first?.id ?? '')).toMatchObject([{ from: 'u_a', to: 'u_b', reason: 'left us' }])
  })

  test('a handover is whole or not at all', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    await team(crm)
    await crm.as(rep('u_a')).companies.create({ name: 'x' })
    await crm.as(admin).members.handover({ from: 'u_a', to: 'u_b' }, { dryRun: true })
    const outer = crm.as(admin).transaction(async (tx) => {
      await tx.members.handover({ from: 'u_a', to: 'u_b' })
      throw new Error('no')
    })
    await expect(outer).rejects.toThrow('no')
    expect(await crm.as(rep('u_a')).companies.count()).toBe(1)
    expect(await rowsOf(storage, 'ownershipChange')).toEqual([])
  })

  test('a manager hands over between people below him; nobody else does', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    await team(crm)
    await crm.as(rep('u_a')).companies.create({ name: 'x' })
    const manager = crm.as({ user: 'u_m', roles: ['manager'] })
    const refused = async (me: typeof manager, from: string, to: string) =>
      codeOf(() => me.members.handover({ from, to }))
    expect(await refused(crm.as(rep('u_b')), 'u_a', 'u_b')).toBe('FORBIDDEN')
    expect(await refused(manager, 'u_n', 'u_b')).toBe('FORBIDDEN')
    expect(await refused(manager, 'u_a', 'u_n')).toBe('FORBIDDEN')
    expect(await refused(manager, 'u_a', 'u_a')).toBe('INVALID')
    expect(await errorOf(() => manager.members.handover({ from: 'u_a', to: 'nobody' }))).toMatchObject({
      code: 'REFERENCE_NOT_FOUND',
      details: { path: 'to', entity: 'member' },
    })
    expect(await rowsOf(storage, 'ownershipChange')).toEqual([])
    expect(await manager.members.handover({ from: 'u_a', to: 'u_b' })).toEqual({ customers: 1, deals: 0, tasks: 0 })
    expect(await refused(manager, 'u_m', 'u_a')).toBe('INVALID')
  })

  test('who has left may come back; his records stay where they are', async () => {
    const { crm } = await testCrm({ storage: await make() })
    await team(crm)
    const system = crm.asSystem({ reason: 'check' })
    await crm.as(rep('u_a')).companies.create({ name: 'x' })
    const manager = crm.as({ user: 'u_m', roles: ['manager'] })
    await manager.members.handover({ from: 'u_a', to: 'u_b' })
    const [member] = (await system.members.list({ where: { userId: 'u_a' } })).items
    const id = member?.id ?? ''
    expect(await codeOf(() => crm.as(rep('u_b')).members.reinstate(id, {}))).toBe('FORBIDDEN')
    expect(await manager.members.reinstate(id, {})).toMatchObject({ userId: 'u_a', leftAt: null })
    expect(await crm.as(rep('u_a')).companies.count()).toBe(0)
    expect(await crm.as(rep('u_b')).companies.count()).toBe(1)
    expect(await crm.as(rep('u_a')).companies.create({ name: 'new' })).toMatchObject({ ownerId: 'u_a' })
    const [north] = (await system.members.list({ where: { userId: 'u_n' } })).items
    expect(await codeOf(() => manager.members.reinstate(north?.id ?? '', {}))).toBe('FORBIDDEN')
  })

  test('who closed a deal is kept; a deal that is open again has no closer', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const a = crm.as(rep('u_a'))
    const { id: companyId } = await a.companies.create({ name: 'x' })
    const deal = await a.deals.create({ title: 'd', companyId })
    expect(deal.closedBy).toBeNull()
    const closed = await crm.as(admin).deals.move(deal.id, { to: 'lost', set: { lostReason: 'price' } })
    expect(closed).toMatchObject({ ownerId: 'u_a', closedBy: 'u_adm' })
    const imported = { title: 'd', companyId, stage: 'won', ownerId: 'u_b' } as const
    expect(await crm.asSystem({ reason: 'import' }).deals.create(imported)).toMatchObject({ closedBy: 'u_b' })
    expect(await codeOf(() => a.deals.create({ title: 'd', companyId, closedBy: 'u_a' } as never))).toBe('UNKNOWN_KEY')
  })
})
