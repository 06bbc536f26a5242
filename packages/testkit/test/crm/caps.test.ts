import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CoreTypes, type Crm, createCrm } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import { testCrm, testIds } from '@guanxi/testkit'
import { expect, inject, test } from 'vitest'
import { createDatabase } from '../../../../scripts/postgres.ts'
import { codeOf, errorOf, onBoth } from '../both.ts'
import { rowsOf } from '../rows-of.ts'
import { watch } from '../watch.ts'

const admin = { user: 'u_adm', roles: ['admin'] }
const rep = (user: string) => ({ user, roles: ['sales'] })
const placedAt = '2026-03-01T00:00:00Z'

/** Two who claim for one user at the same time, with one place left. */
async function race(instances: readonly Crm<CoreTypes>[], rounds: number): Promise<void> {
  const [first] = instances as [Crm<CoreTypes>]
  const system = first.asSystem({ reason: 'import' })
  for (let round = 0; round < rounds; round++) {
    const user = `u_${round}`
    await system.ownershipCaps.create({ entity: 'company', userId: user, most: 2 })
    await system.companies.create({ name: 'own', ownerId: user })
    const { ids } = await system.companies.createMany(Array.from({ length: 4 }, (_, n) => ({ name: `c${n}` })))
    const claims = ids.map((id, n) => {
      const crm = instances[n % instances.length] as Crm<CoreTypes>
      return crm.as(rep(user)).companies.claim(id, {})
    })
    const settled = await Promise.allSettled(claims)
    const lost = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
    expect(lost).toEqual(Array(3).fill('CAP_REACHED'))
    expect(await system.companies.count({ where: { ownerId: user } })).toBe(2)
  }
}

onBoth((make) => {
  test('G5: nobody gets more than his cap, however he would, and a refusal leaves nothing behind', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const system = crm.asSystem({ reason: 'import' })
    const { id: free } = await system.companies.create({ name: 'free' })
    const { id: other } = await system.companies.create({ name: 'other', ownerId: 'u_b' })
    await crm.as(admin).ownershipCaps.create({ entity: 'company', most: 2 })
    const me = crm.as(rep('u_a'))
    for (const name of ['x', 'y']) await me.companies.create({ name })
    const before = await Promise.all(['audit', 'outbox', 'ownershipChange'].map((log) => rowsOf(storage, log)))
    expect(await errorOf(() => me.companies.claim(free, {}))).toMatchObject({
      code: 'CAP_REACHED',
      status: 409,
      path: 'ownerId',
      details: { entity: 'company', user: 'u_a', most: 2 },
    })
    expect(await codeOf(() => me.companies.create({ name: 'z' }))).toBe('CAP_REACHED')
    expect(await codeOf(() => system.companies.update(other, { ownerId: 'u_a' }))).toBe('CAP_REACHED')
    expect(await codeOf(() => system.companies.updateMany({ where: {}, set: { ownerId: 'u_a' } }))).toBe('CAP_REACHED')
    const after = await Promise.all(['audit', 'outbox', 'ownershipChange'].map((log) => rowsOf(storage, log)))
    expect(after).toEqual(before)
    // What he has he may change; what he gives away makes room.
    const [first] = (await me.companies.list()).items
    await me.companies.update(first?.id ?? '', { city: 'Berlin' })
    await system.companies.update(first?.id ?? '', { ownerId: null })
    expect(await me.companies.claim(free, {})).toMatchObject({ ownerId: 'u_a' })
  })

  test('a claim is two round trips; only where there are caps does anybody pay for them', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const system = crm.asSystem({ reason: 'import' })
    const { ids } = await system.companies.createMany([{ name: 'x' }, { name: 'y' }])
    const me = crm.as(rep('u_a'))
    const seen = watch(storage)
    await me.companies.claim(ids[0] as string, {})
    const commit = 'commit update company, insert ownershipChange, insert audit, insert outbox'
    expect(seen.splice(0)).toEqual(['tx select company', commit])
    await system.ownershipCaps.create({ entity: 'company', most: 5 })
    await me.companies.count()
    seen.splice(0)
    await me.companies.claim(ids[1] as string, {})
    expect(seen.splice(0)).toEqual([
      'tx select company',
      'tx write update company, insert ownershipChange',
      'tx aggregate company',
      'commit insert audit, insert outbox',
    ])
    await me.companies.update(ids[1] as string, { city: 'Berlin' })
    expect(seen.splice(0)).toEqual(['tx select company', 'commit update company, insert audit, insert outbox'])
    await me.contacts.create({ name: 'x' })
    expect(seen.splice(0)).toEqual(['commit insert contact, insert audit, insert outbox'])
  })

  test('G6: in a batch every owner is asked, not only the first', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const system = crm.asSystem({ reason: 'import' })
    await system.ownershipCaps.create({ entity: 'contact', most: 2 })
    const batch = ['u_a', 'u_a', 'u_b', 'u_b', 'u_b', 'u_c'].map((ownerId, n) => ({ name: `c${n}`, ownerId }))
    expect(await errorOf(() => system.contacts.createMany(batch))).toMatchObject({
      code: 'CAP_REACHED',
      path: '[2].ownerId',
      details: { entity: 'contact', user: 'u_b', most: 2 },
    })
    expect(await system.contacts.count()).toBe(0)
    expect((await system.contacts.createMany(batch.filter((_, n) => n !== 2))).count).toBe(5)
  })

  test('a cap of one’s own comes before that of everybody; taken away, it is none', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const system = crm.asSystem({ reason: 'import' })
    const all = await system.ownershipCaps.create({ entity: 'company', most: 0 })
    const own = await system.ownershipCaps.create({ entity: 'company', userId: 'u_a', most: 1 })
    const create = (user: string) => crm.as(rep(user)).companies.create({ name: 'x' })
    await create('u_a')
    expect(await codeOf(() => create('u_a'))).toBe('CAP_REACHED')
    expect(await codeOf(() => create('u_b'))).toBe('CAP_REACHED')
    await crm.as(rep('u_b')).contacts.create({ name: 'of another entity' })
    await system.ownershipCaps.update(own.id, { most: 2 })
    await create('u_a')
    await system.ownershipCaps.delete(all.id)
    await create('u_b')
    await system.ownershipCaps.restore(all.id)
    expect(await codeOf(() => create('u_b'))).toBe('CAP_REACHED')
    const twice = { entity: 'company', most: 5 }
    expect(await codeOf(() => system.ownershipCaps.create(twice))).toBe('DUPLICATE')
  })

  test('closed deals do not count; one that is opened again does', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const system = crm.asSystem({ reason: 'import' })
    await system.ownershipCaps.create({ entity: 'deal', userId: 'u_a', most: 1 })
    const me = crm.as(rep('u_a'))
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const first = await me.deals.create({ title: 'a', companyId })
    expect(await codeOf(() => me.deals.create({ title: 'b', companyId }))).toBe('CAP_REACHED')
    await me.deals.create({ title: 'b', companyId, stage: 'won' })
    await me.deals.move(first.id, { to: 'won' })
    const second = await me.deals.create({ title: 'c', companyId })
    await me.deals.delete(second.id)
    const third = await me.deals.create({ title: 'd', companyId })
    expect(await codeOf(() => me.deals.restore(second.id))).toBe('CAP_REACHED')
    expect(await me.deals.move(third.id, { to: 'proposal' })).toMatchObject({ stage: 'proposal' })
  })

  test('a handover does not go over the cap of the successor', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const system = crm.asSystem({ reason: 'import' })
    for (const userId of ['u_a', 'u_b']) await system.members.create({ userId, name: userId })
    for (const ownerId of ['u_a', 'u_a', 'u_b']) await system.companies.create({ name: 'x', ownerId })
    await system.ownershipCaps.create({ entity: 'company', userId: 'u_b', most: 2 })
    expect(await codeOf(() => crm.as(admin).members.handover({ from: 'u_a', to: 'u_b' }))).toBe('CAP_REACHED')
    expect(await system.companies.count({ where: { ownerId: 'u_a' } })).toBe(2)
    expect((await system.members.list({ where: { userId: 'u_a' } })).items).toMatchObject([{ leftAt: null }])
  })

  test('a cap is for an entity whose records have owners, and set by an administrator', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const create = (entity: string) => crm.as(admin).ownershipCaps.create({ entity, most: 1 })
    for (const entity of ['nothing', 'product', 'audit', 'orderLine'])
      expect(await errorOf(() => create(entity))).toMatchObject({ code: 'INVALID', path: 'entity' })
    await create('order')
    const manager = crm.as({ user: 'u_m', roles: ['manager'] })
    expect((await manager.ownershipCaps.list()).items).toMatchObject([{ entity: 'order', most: 1 }])
    expect(await codeOf(() => manager.ownershipCaps.create({ entity: 'company', most: 9 }))).toBe('FORBIDDEN')
    // A purchase is over once it is there.
    const { id: companyId } = await manager.companies.create({ name: 'x' })
    for (const _ of [1, 2]) await manager.orders.create({ companyId, placedAt, currency: 'CNY' })
  })
})

test('two who reach for the last place do not both get it: one SQLite file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'guanxi-caps-'))
  const ids = testIds()
  const instances = [1, 2].map(() => createCrm({ storage: sqlite(join(folder, 'crm.db')), ids }))
  try {
    await instances[0]?.migrate()
    await race(instances, 4)
  } finally {
    for (const crm of instances) await crm.close()
    rmSync(folder, { recursive: true })
  }
})

test('two who reach for the last place do not both get it: one Postgres', async () => {
  const database = await createDatabase(inject('postgresUrl'))
  const ids = testIds()
  const instances = [1, 2].map(() => createCrm({ storage: postgres(database.url), ids }))
  try {
    await instances[0]?.migrate()
    await race(instances, 4)
  } finally {
    for (const crm of instances) await crm.close()
    await database.drop()
  }
})
