import { createCrm, type StorageAdapter } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'
import { rowsOf } from '../rows-of.ts'

const admin = { user: 'u_adm', roles: ['admin'] }
const rep = { user: 'u_a', roles: ['sales'] }
const placedAt = '2026-01-01T00:00:00Z'

/** How many rows the engine has written of each kind. */
async function traces(storage: StorageAdapter) {
  const count = async (entity: string) => (await rowsOf(storage, entity)).length
  return { audit: await count('audit'), outbox: await count('outbox'), idempotency: await count('idempotency') }
}

onBoth((make) => {
  test('a write leaves one audit row and one fact, with who, when, what and why', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const me = crm.as(rep)
    const { id } = await me.companies.create({ name: 'a' })
    await me.companies.update(id, { name: 'b' }, { reason: 'renamed' })
    const audit = await rowsOf(storage, 'audit')
    expect(audit).toMatchObject([
      { actor: 'u_a', operation: 'companies.create', recordId: id, version: 1, action: 'create', reason: null },
      { actor: 'u_a', operation: 'companies.update', version: 2, reason: 'renamed', changes: { name: ['a', 'b'] } },
    ])
    const facts = await rowsOf(storage, 'outbox')
    expect(facts).toMatchObject([
      { type: 'company.created', recordId: id, version: 1, state: 'new', depth: 0 },
      { type: 'company.updated', recordId: id, version: 2, data: { before: { name: 'a' }, after: { name: 'b' } } },
    ])
  })

  test('the story of a record says who did what, and keeps from the actor what he may not read', async () => {
    const roles = { clerk: { grants: { company: { scope: 'all', except: ['industry'] } } } } as const
    const { crm } = await testCrm({ storage: await make(), roles })
    const me = crm.as(rep)
    const { id } = await me.companies.create({ name: 'a', industry: 'secret' })
    await crm.as(admin).companies.update(id, { city: 'x', industry: 'other' }, { reason: 'moved' })
    const story = await me.companies.story(id)
    expect(story).toMatchObject([
      {
        actor: 'u_a',
        operation: 'companies.create',
        version: 1,
        changes: { name: [null, 'a'], ownerId: [null, 'u_a'] },
      },
      {
        actor: 'u_adm',
        operation: 'companies.update',
        version: 2,
        reason: 'moved',
        changes: { city: [null, 'x'], industry: ['secret', 'other'] },
      },
    ])
    const clerk = await crm.as({ user: 'u_c', roles: ['clerk'] }).companies.story(id)
    expect(clerk[1]?.changes).toEqual({ city: [null, 'x'] })
    expect(JSON.stringify(clerk)).not.toContain('secret')
    expect(await codeOf(() => crm.as({ user: 'u_b', roles: ['sales'] }).companies.story(id))).toBe('NOT_FOUND')
  })

  test('G5: a refused command leaves no audit row, no fact and no idempotency row', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const me = crm.as(admin)
    await me.contacts.create({ name: 'a', email: 'a@example.com' })
    const before = await traces(storage)
    const again = () => me.contacts.create({ name: 'b', email: 'a@example.com' }, { idempotencyKey: 'k' })
    expect(await codeOf(again)).toBe('DUPLICATE')
    expect(await codeOf(() => me.deals.create({ title: 'x', companyId: 'nobody' }))).toBe('REFERENCE_NOT_FOUND')
    expect(await traces(storage)).toEqual(before)
  })

  test('a change that changes nothing writes nothing', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const me = crm.as(admin)
    const { id } = await me.companies.create({ name: 'a' })
    const before = await traces(storage)
    expect((await me.companies.update(id, { name: 'a' })).version).toBe(1)
    expect(await traces(storage)).toEqual(before)
  })

  test('a value that the actor may write and not read is not told by nothing happening', async () => {
    const roles = {
      blind: {
        grants: {
          company: [
            { scope: 'all', can: ['update'] },
            { scope: 'all', can: ['read'], except: ['industry'] },
          ],
        },
      },
    } as const
    const { crm } = await testCrm({ storage: await make(), roles })
    const { id } = await crm.as(admin).companies.create({ name: 'a', industry: 'secret' })
    const me = crm.as({ user: 'u', roles: ['blind'] })
    expect(await me.companies.update(id, { industry: 'secret' })).toMatchObject({ version: 2, industry: null })
    expect(await me.companies.update(id, { industry: 'guess' })).toMatchObject({ version: 3, industry: null })
  })

  test('lines are written through their order, which has their total', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const lines = [{ unitPrice: 1050, quantity: 3, discount: 1500 }, { unitPrice: 333 }]
    const order = await me.orders.create({ companyId, currency: 'CNY', placedAt, lines })
    // 1050 × 3 × 0.85 = 2677.5, half up 2678.
    expect(order.total).toBe(2678 + 333)
    const [read] = (await me.orders.list({ include: { lines: { orderBy: { unitPrice: 'desc' } } } })).items
    expect(read?.lines.map(({ total }) => total)).toEqual([2678, 333])
    const [kept] = read?.lines ?? []
    const changed = await me.orders.update(order.id, {
      lines: [{ id: kept?.id ?? '', unitPrice: 2000 }, { unitPrice: 5 }],
    })
    expect(changed).toMatchObject({ total: 2005, version: 2 })
    const after = await me.orderLines.list({ where: { orderId: order.id }, orderBy: { unitPrice: 'desc' } })
    expect(after.items.map(({ id, total, discount }) => [id === kept?.id, total, discount])).toEqual([
      [true, 2000, 0],
      [false, 5, 0],
    ])
    expect(await me.orders.update(order.id, { externalId: 'x' })).toMatchObject({ total: 2005 })
    const empty = await me.orders.create({ companyId, currency: 'CNY', placedAt, total: 7 })
    expect(await me.orders.update(empty.id, { externalId: 'y' })).toMatchObject({ total: 7 })
    expect(await me.orders.update(empty.id, { lines: [{ unitPrice: 3 }] })).toMatchObject({ total: 3 })
    expect(await me.orders.update(empty.id, { lines: [] })).toMatchObject({ total: 0 })
    await me.orders.delete(order.id)
    expect(await me.orderLines.count()).toBe(0)
    expect((await me.orders.list({ bin: 'only' })).items.map(({ id }) => id)).toEqual([order.id])
    expect((await me.orders.list({ bin: 'with' })).items).toHaveLength(2)
    await me.orders.restore(order.id)
    expect(await me.orderLines.count()).toBe(2)
  })

  test('idempotency: the same key answers the first result; other parameters are refused; actors do not meet', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const first = await me.companies.create({ name: 'a', city: 'x' }, { idempotencyKey: 'k' })
    expect(await me.companies.create({ city: 'x', name: 'a' }, { idempotencyKey: 'k' })).toEqual(first)
    expect(await codeOf(() => me.companies.create({ name: 'b' }, { idempotencyKey: 'k' }))).toBe('IDEMPOTENCY_MISMATCH')
    const other = await crm
      .as({ user: 'u_b', roles: ['admin'] })
      .companies.create({ name: 'b' }, { idempotencyKey: 'k' })
    expect(other.id).not.toBe(first.id)
    const many = await Promise.all(
      Array.from({ length: 6 }, () => me.companies.create({ name: 'c' }, { idempotencyKey: 'c' })),
    )
    expect(new Set(many.map(({ id }) => id)).size).toBe(1)
    expect(await me.companies.count()).toBe(3)
    await me.companies.delete(first.id, { idempotencyKey: 'd' })
    expect(await me.companies.delete(first.id, { idempotencyKey: 'd' })).toBeUndefined()
  })

  test('a dry run answers what would happen and leaves nothing', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const told: string[] = []
    crm.on('company.deleted', ({ type }) => told.push(type))
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    await me.orders.create({ companyId, currency: 'CNY', placedAt, total: 1 })
    const before = await traces(storage)
    const { version } = await me.companies.get(companyId)
    const preview = await me.companies.delete(companyId, { dryRun: true, idempotencyKey: 'k' })
    expect(preview).toMatchObject({
      dryRun: true,
      changes: [
        { entity: 'company', id: companyId, action: 'delete', fields: { deletedAt: [null, expect.any(String)] } },
      ],
      facts: [{ type: 'company.deleted', recordId: companyId }],
      missing: [],
      warnings: [{ code: 'still_referenced', entity: 'order', count: 1 }],
    })
    expect(await traces(storage)).toEqual(before)
    expect(told).toEqual([])
    expect((await me.companies.get(companyId)).version).toBe(version)
  })

  test('batches are cut into chunks, each with its own traces, and paths name the row of the whole', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const me = crm.as(admin)
    const rows = Array.from({ length: 2500 }, (_, n) => ({ name: `c${n}`, city: n % 2 === 0 ? 'even' : 'odd' }))
    const { count, ids } = await me.companies.createMany(rows)
    expect([count, ids.length]).toEqual([2500, 2500])
    expect((await traces(storage)).audit).toBe(2500)
    const wrong = [...rows.slice(0, 1200), { name: '' }]
    expect(await errorOf(() => me.companies.createMany(wrong))).toMatchObject({ code: 'INVALID', path: '[1200].name' })
    // The first chunk of 1,000 is there: a batch is not atomic as a whole.
    expect(await me.companies.count()).toBe(3500)
    expect(await me.companies.updateMany({ where: { city: 'even' }, set: { city: 'done' } })).toEqual({ count: 1750 })
    expect(await me.companies.count({ where: { city: 'done' } })).toBe(1750)
    expect(await me.companies.deleteMany({ where: { city: 'done' } })).toEqual({ count: 1750 })
    expect(await me.companies.count()).toBe(1750)
  })

  test('a batch touches exactly the records that the actor may update', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const system = crm.asSystem({ reason: 'set up' })
    await system.companies.createMany([
      { name: 'mine', ownerId: 'u_a' },
      { name: 'other', ownerId: 'u_b' },
    ])
    expect(await crm.as(rep).companies.updateMany({ where: {}, set: { city: 'x' } })).toEqual({ count: 1 })
    expect((await system.companies.list({ where: { city: 'x' } })).items.map(({ name }) => name)).toEqual(['mine'])
  })

  test('the after-image is checked: nobody gives a record away that he may only keep', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(rep)
    const { id } = await me.companies.create({ name: 'x' })
    expect(await codeOf(() => me.companies.update(id, { ownerId: 'u_b' }))).toBe('FORBIDDEN')
    expect(await codeOf(() => me.companies.create({ name: 'y', ownerId: 'u_b' }))).toBe('FORBIDDEN')
    expect(await me.companies.get(id)).toMatchObject({ ownerId: 'u_a', version: 1 })
  })

  test('tenants do not meet: the same keys, ids of the other tenant are unknown', async () => {
    const { crm } = await testCrm({ storage: await make(), tenancy: 'multi' })
    const [a, b] = ['a', 'b'].map((tenant) => crm.as({ tenant, user: 'u', roles: ['admin'] }))
    if (a === undefined || b === undefined) throw new Error('two tenants')
    const mine = await a.contacts.create({ name: 'x', email: 'x@example.com' }, { idempotencyKey: 'k' })
    await b.contacts.create({ name: 'x', email: 'x@example.com' }, { idempotencyKey: 'k' })
    expect(await codeOf(() => b.contacts.get(mine.id))).toBe('NOT_FOUND')
    expect(await codeOf(() => b.contacts.update(mine.id, { name: 'y' }))).toBe('NOT_FOUND')
    expect(await codeOf(() => b.deals.create({ title: 'x', contactId: mine.id }))).toBe('REFERENCE_NOT_FOUND')
    expect(await b.contacts.count()).toBe(1)
    expect(await codeOf(() => crm.as({ user: 'u', roles: ['admin'] }))).toBe('TENANT_REQUIRED')
  })

  test('nothing works before the migrations, and nothing after close', async () => {
    const storage = await make({ empty: true })
    const crm = createCrm({ storage })
    const me = crm.as(admin)
    expect(await codeOf(() => me.companies.list())).toBe('MIGRATION_REQUIRED')
    expect(await codeOf(() => me.companies.create({ name: 'x' }))).toBe('MIGRATION_REQUIRED')
    const plan = await crm.migrate({ dryRun: true })
    expect(plan.sql.join('\n')).toContain('crm_companies')
    expect(await codeOf(() => me.companies.list())).toBe('MIGRATION_REQUIRED')
    await crm.migrate()
    expect(await me.companies.count()).toBe(0)
    await crm.close()
    await crm.close()
    expect(await codeOf(() => me.companies.count())).toBe('CLOSED')
    expect(await codeOf(() => crm.migrate())).toBe('CLOSED')
  })
})
