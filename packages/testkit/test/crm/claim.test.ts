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

const rep = (user: string) => ({ user, roles: ['sales'] })

/** Everybody reaches for the same companies at once; who got which. */
async function race(instances: readonly Crm<CoreTypes>[], rounds: number): Promise<void> {
  const [first] = instances as [Crm<CoreTypes>]
  const system = first.asSystem({ reason: 'import' })
  for (let round = 0; round < rounds; round++) {
    const { id, createdAt } = await system.companies.create({ name: `c${round}` })
    const users = Array.from({ length: 6 }, (_, n) => `u_${n}`)
    const claims = users.map((user, n) => {
      const crm = instances[n % instances.length] as Crm<CoreTypes>
      return crm.as(rep(user)).companies.claim(id, {})
    })
    const settled = await Promise.allSettled(claims)
    const won = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const lost = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
    expect(won).toHaveLength(1)
    expect(lost).toEqual(Array(5).fill('ALREADY_CLAIMED'))
    const [winner] = won
    expect(await system.companies.get(id)).toMatchObject({ ownerId: winner?.ownerId, createdAt, version: 2 })
    expect(await system.companies.owners(id)).toMatchObject([{ from: null, to: winner?.ownerId }])
    // The creation and the one claim that was not refused, and nothing of the others.
    expect(await system.companies.story(id)).toHaveLength(2)
  }
}

onBoth((make) => {
  test('A19: of two parallel claims exactly one wins, the other is told that it is claimed', async () => {
    const { crm } = await testCrm({ storage: await make() })
    await race([crm], 5)
  })

  test('G4: a claim writes one row of history and leaves the creation alone', async () => {
    const storage = await make()
    const { crm, clock } = await testCrm({ storage })
    const { id, createdAt } = await crm.asSystem({ reason: 'import' }).contacts.create({ name: 'x' })
    await clock.advance('P10D')
    const claimed = await crm.as(rep('u_b')).contacts.claim(id, {}, { reason: 'asked me' })
    expect(claimed).toMatchObject({ id, ownerId: 'u_b', createdAt, version: 2, updatedAt: '2026-03-26T01:00:00.000Z' })
    expect(await rowsOf(storage, 'ownershipChange')).toMatchObject([
      { recordId: id, entity: 'contact', from: null, to: 'u_b', actor: 'u_b', reason: 'asked me' },
    ])
    expect((await crm.as(rep('u_b')).contacts.story(id)).at(-1)).toMatchObject({
      operation: 'contacts.claim',
      action: 'update',
      changes: { ownerId: [null, 'u_b'] },
    })
  })

  test('G4b: a claim is for the actor himself, and for nobody else', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const system = crm.asSystem({ reason: 'import' })
    const { id } = await system.companies.create({ name: 'x' })
    const forOther = { user: 'u_a' } as never
    expect(await codeOf(() => crm.as(rep('u_b')).companies.claim(id, forOther))).toBe('UNKNOWN_KEY')
    expect(await codeOf(() => crm.as(rep('u_b')).companies.claim(id, { ownerId: 'u_a' } as never))).toBe('UNKNOWN_KEY')
    // To give it to somebody takes the right to update it.
    expect(await codeOf(() => crm.as(rep('u_b')).companies.update(id, { ownerId: 'u_a' }))).toBe('NOT_FOUND')
    expect(await codeOf(() => system.companies.claim(id, {}))).toBe('ACTOR_REQUIRED')
    expect(await rowsOf(storage, 'company')).toMatchObject([{ ownerId: null, version: 1 }])
  })

  test('G5: a refused claim leaves nothing behind', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const { id } = await crm.as(rep('u_a')).companies.create({ name: 'x' })
    const before = await Promise.all(['audit', 'outbox', 'ownershipChange'].map((log) => rowsOf(storage, log)))
    expect(await codeOf(() => crm.as(rep('u_b')).companies.claim(id, {}))).toBe('ALREADY_CLAIMED')
    expect(await codeOf(() => crm.as({ user: 'u_b', roles: [] }).companies.claim(id, {}))).toBe('FORBIDDEN')
    expect(await codeOf(() => crm.as({ user: 'u_b', roles: ['pool'] }).companies.claim(id, {}))).toBe('FORBIDDEN')
    const after = await Promise.all(['audit', 'outbox', 'ownershipChange'].map((log) => rowsOf(storage, log)))
    expect(after).toEqual(before)
  })

  test('a claim tells of a hidden record only that it is claimed, and of one of another tenant nothing', async () => {
    const { crm } = await testCrm({ storage: await make(), tenancy: 'multi' })
    const [mine, theirs] = ['a', 'b'].map((tenant) => crm.asSystem({ tenant, reason: 'import' }))
    const taken = await mine?.companies.create({ name: 'secret', ownerId: 'u_a' })
    const foreign = await theirs?.companies.create({ name: 'secret' })
    const me = crm.as({ ...rep('u_b'), tenant: 'a' })
    const told = await errorOf(() => me.companies.claim(taken?.id ?? '', {}, { ifVersion: 7 }))
    expect({ ...told }).toMatchObject({ code: 'ALREADY_CLAIMED', status: 409, details: { entity: 'company' } })
    expect(JSON.stringify(told)).not.toMatch(/secret|u_a/)
    expect(told.message).toBe('This company has an owner already.')
    expect(await codeOf(() => me.companies.claim(foreign?.id ?? '', {}))).toBe('NOT_FOUND')
  })

  test('the pool shows what is nobody’s to those who are given it', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const system = crm.asSystem({ reason: 'import' })
    await system.companies.createMany([
      { name: 'free' },
      { name: 'taken', ownerId: 'u_a' },
      { name: 'mine', ownerId: 'u_b' },
    ])
    const names = async (roles: readonly string[]) =>
      (await crm.as({ user: 'u_b', roles }).companies.list()).items.map(({ name }) => name)
    expect(await names(['sales'])).toEqual(['mine'])
    expect(await names(['sales', 'pool'])).toEqual(['free', 'mine'])
    const me = crm.as({ user: 'u_b', roles: ['sales', 'pool'] })
    const [free] = (await me.companies.list({ where: { ownerId: null } })).items
    expect(await codeOf(() => me.companies.update(free?.id ?? '', { city: 'Berlin' }))).toBe('FORBIDDEN')
    await me.companies.claim(free?.id ?? '', {})
    expect(await me.companies.update(free?.id ?? '', { city: 'Berlin' })).toMatchObject({
      city: 'Berlin',
      ownerId: 'u_b',
    })
  })

  test('who claims sees of the record what he may read', async () => {
    const roles = {
      clerk: { grants: { company: { scope: 'own', except: ['phone'] } }, operations: ['companies.claim'] },
      blind: { grants: {}, operations: ['companies.claim'] },
    } as const
    const { crm } = await testCrm({ storage: await make(), roles })
    const create = async () =>
      (await crm.asSystem({ reason: 'x' }).companies.create({ name: 'x', phone: '+8613800000001' })).id
    const seen = await crm.as({ user: 'u_b', roles: ['clerk'] }).companies.claim(await create(), {})
    expect(seen).toMatchObject({ name: 'x', ownerId: 'u_b', phone: null })
    const unseen = await crm.as({ user: 'u_b', roles: ['blind'] }).companies.claim(await create(), {})
    expect(unseen).toMatchObject({ name: null, ownerId: null, phone: null })
  })

  test('a role that names an operation which does not exist is refused', async () => {
    const storage = await make()
    const roles = { clerk: { grants: {}, operations: ['companies.update'] } } as const
    expect(await codeOf(() => createCrm({ storage, roles }))).toBe('ROLE_INVALID')
  })
})

test('A19: one winner among processes on one SQLite file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'guanxi-claim-'))
  const ids = testIds()
  const instances = [1, 2].map(() => createCrm({ storage: sqlite(join(folder, 'crm.db')), ids }))
  try {
    await instances[0]?.migrate()
    await race(instances, 5)
  } finally {
    for (const crm of instances) await crm.close()
    rmSync(folder, { recursive: true })
  }
})

test('A19: one winner among processes on one Postgres', async () => {
  const database = await createDatabase(inject('postgresUrl'))
  const ids = testIds()
  const instances = [1, 2].map(() => createCrm({ storage: postgres(database.url), ids }))
  try {
    await instances[0]?.migrate()
    await race(instances, 5)
  } finally {
    for (const crm of instances) await crm.close()
    await database.drop()
  }
})
