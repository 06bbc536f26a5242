import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, onBoth } from '../both.ts'
import { rowsOf } from '../rows-of.ts'

const admin = { user: 'u_adm', roles: ['admin'] }

onBoth((make) => {
  test('G4: every change of an owner is kept, whatever made it; a creation and another change are none', async () => {
    const storage = await make()
    const { crm, clock } = await testCrm({ storage })
    const me = crm.as(admin)
    const { id, createdAt } = await me.contacts.create({ name: 'x', email: 'x@example.com', ownerId: 'u_a' })
    await me.contacts.update(id, { city: 'Berlin' })
    expect(await me.contacts.owners(id)).toEqual([])
    await clock.advance('P1D')
    await me.contacts.update(id, { ownerId: 'u_b' }, { reason: 'holiday' })
    await me.contacts.updateMany({ where: { ownerId: 'u_b' }, set: { ownerId: 'u_c' } })
    await me.contacts.upsert({ by: 'email', record: { name: 'x', email: 'x@example.com', ownerId: null } })
    await crm.asSystem({ reason: 'pool' }).contacts.update(id, { ownerId: 'u_a' })
    const at = '2026-03-17T01:00:00.000Z'
    const by = (actor: string, reason: string | null) => ({ id: expect.any(String), at, actor, reason })
    expect(await me.contacts.owners(id)).toEqual([
      { from: 'u_a', to: 'u_b', ...by('u_adm', 'holiday') },
      { from: 'u_b', to: 'u_c', ...by('u_adm', null) },
      { from: 'u_c', to: null, ...by('u_adm', null) },
      { from: null, to: 'u_a', ...by('system', 'pool') },
    ])
    expect((await me.contacts.get(id)).createdAt).toBe(createdAt)
    expect(await rowsOf(storage, 'ownershipChange')).toHaveLength(4)
  })

  test('the owners of a record are told to those who may read whose it is', async () => {
    const roles = {
      blind: { grants: { company: { scope: 'all', except: ['ownerId'] } } },
      own: { grants: { company: { scope: 'own' } } },
    } as const
    const { crm } = await testCrm({ storage: await make(), roles })
    const { id } = await crm.as(admin).companies.create({ name: 'x', ownerId: 'u_a' })
    await crm.as(admin).companies.update(id, { ownerId: 'u_b' })
    expect(await crm.as({ user: 'u', roles: ['blind'] }).companies.owners(id)).toEqual([])
    expect(await crm.as({ user: 'u_b', roles: ['own'] }).companies.owners(id)).toMatchObject([{ to: 'u_b' }])
    expect(await codeOf(() => crm.as({ user: 'u_a', roles: ['own'] }).companies.owners(id))).toBe('NOT_FOUND')
    expect(await codeOf(() => crm.as({ user: 'u_a', roles: [] }).companies.owners(id))).toBe('FORBIDDEN')
  })

  test('what is undone leaves no owner behind', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const me = crm.as(admin)
    const { id } = await me.companies.create({ name: 'x', ownerId: 'u_a' })
    await me.companies.update(id, { ownerId: 'u_b' }, { dryRun: true })
    const rolledBack = me.transaction(async (tx) => {
      await tx.companies.update(id, { ownerId: 'u_b' })
      throw new Error('no')
    })
    await expect(rolledBack).rejects.toThrow('no')
    expect(await rowsOf(storage, 'ownershipChange')).toEqual([])
  })
})
