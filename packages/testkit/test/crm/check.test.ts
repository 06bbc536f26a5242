import { createCrm, definePlugin, type Finding, field, type StorageAdapter } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { errorOf, onBoth } from '../both.ts'

const admin = { user: 'u_adm', roles: ['admin'] }

/** SQL past the SDK. */
async function raw(storage: StorageAdapter, ...statements: readonly string[]): Promise<void> {
  const transaction = await storage.begin()
  const native = transaction.native as { exec?(sql: string): void; query?(sql: string): Promise<unknown> }
  for (const statement of statements) {
    native.exec?.(statement)
    await native.query?.(statement)
  }
  await transaction.commit()
}

const spell = ({ code, severity, entity, count }: Finding) => [code, severity, entity, count]

onBoth((make, name) => {
  test('check finds nothing in a database that is well', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage, fields: { company: { tier: field.string().optional().plain() } } })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: '精工', tier: 'gold', points: ['010 6234 5678'] })
    const { id: contactId } = await me.contacts.create({ name: '王伟', companyId, points: ['138 0000 0001'] })
    const deal = await me.deals.create({ title: '年度合同', companyId, contactId })
    await me.deals.move(deal.id, { to: 'proposal' })
    await me.contacts.delete(contactId)
    expect(await crm.check()).toEqual({ findings: [] })
  })

  test('check: migrations that have not run; nothing else can be looked at then', async () => {
    const storage = await make({ empty: true })
    const crm = createCrm({ storage })
    const { findings } = await crm.check()
    expect(findings.map(spell)).toEqual([['migrations_pending', 'error', undefined, findings[0]?.count]])
    expect(findings[0]?.problem).toContain('core/0001_customers')
    expect(findings[0]?.fix).toBe('Call `await crm.migrate()`.')
    await crm.migrate()
    expect((await crm.check()).findings).toEqual([])
    await raw(storage, "update crm_migrations set checksum = 'x' where id = '0001_customers'")
    expect((await createCrm({ storage }).check()).findings.map(spell)).toEqual([
      ['migration_changed', 'error', undefined, undefined],
    ])
  })

  test('check: references to records that are not there, and rows that belong to nothing', async () => {
    const storage = await make({ tampered: true })
    const { crm } = await testCrm({ storage })
    const me = crm.as(admin)
    const company = await me.companies.create({ name: 'a' })
    const binned = await me.companies.create({ name: 'b' })
    const order = { currency: 'CNY', placedAt: '2026-01-01T00:00:00Z', lines: [{ unitPrice: 1 }, { unitPrice: 2 }] }
    const { id: lost } = await me.contacts.create({ name: 'lost', companyId: company.id })
    await me.contacts.create({ name: 'kept', companyId: binned.id })
    await me.orders.create({ companyId: binned.id, ...order })
    const gone = await me.orders.create({ companyId: binned.id, ...order })
    await me.companies.delete(binned.id)
    await raw(
      storage,
      `delete from crm_companies where id = '${company.id}'`,
      `delete from crm_orders where id = '${gone.id}'`,
    )
    const { findings } = await crm.check()
    expect(findings.map(spell)).toEqual([
      ['orphan', 'error', 'contact', 1],
      ['owned_by_nothing', 'error', 'orderLine', 2],
    ])
    expect(findings[0]?.ids).toEqual([lost])
    expect(findings[0]?.fix).toContain('contacts.updateMany')
    await me.contacts.updateMany({ where: { id: { in: [...(findings[0]?.ids ?? [])] } }, set: { companyId: null } })
    expect((await crm.check()).findings.map(({ code }) => code)).toEqual(['owned_by_nothing'])
  })

  test('check: keys in the JSON column of owners that are not installed', async () => {
    const storage = await make()
    const extend = { contact: { shoeSize: field.integer().optional(), nick: field.string().search().optional().pii() } }
    const shoes = definePlugin({ id: 'shoes', version: '1.0.0', extend })
    const { crm } = await testCrm({ storage, plugins: [shoes] })
    const system = crm.asSystem({ reason: 'test' })
    await system.contacts.create({ name: 'a', nick: 'x' } as { name: string })
    await system.contacts.create({ name: 'b', shoeSize: 41 } as { name: string })
    await system.contacts.create({ name: 'c' })
    expect((await crm.check()).findings).toEqual([])
    const { findings } = await createCrm({ storage }).check()
    expect(findings.map(spell)).toEqual([['keys_of_nobody', 'info', 'contact', 1]])
    expect(findings[0]?.fix).toContain('Install shoes again')
  })

  test('check: records in stages and pipelines that nobody has defined, and in two stages at once', async () => {
    const storage = await make({ tampered: true })
    const { crm } = await testCrm({ storage })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'a' })
    const deals: string[] = []
    for (let i = 0; i < 4; i++) deals.push((await me.deals.create({ title: `${i}`, companyId })).id)
    await me.deals.move(deals[3] ?? '', { to: 'proposal' })
    await raw(
      storage,
      `update crm_deals set stage = 'dreaming' where id = '${deals[0]}'`,
      `update crm_deals set pipeline = 'gone' where id = '${deals[1]}'`,
      `update crm_stage_stays set left_at = null where record_id = '${deals[3]}'`,
    )
    const { findings } = await crm.check()
    expect(findings.map(spell).toSorted()).toEqual([
      ['pipeline_unknown', 'error', 'deal', 1],
      ['stage_unknown', 'error', 'deal', 1],
      ['stays_open_twice', 'error', 'deal', 1],
    ])
    expect(findings.find(({ code }) => code === 'stays_open_twice')?.ids).toEqual([deals[3]])
    expect(findings.map(({ problem }) => problem).join()).toContain('dreaming')
  })

  test('check: owners who are no members, where there are members; each finding names its tenant', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage, tenancy: 'multi' })
    for (const tenant of ['east', 'west']) {
      const system = crm.asSystem({ tenant, reason: 'test' })
      await system.companies.create({ name: 'a', ownerId: 'u_1' })
      await system.companies.create({ name: 'b', ownerId: 'u_2' })
      if (tenant === 'west') await system.members.create({ userId: 'u_1', name: 'One' })
    }
    const { findings } = await crm.check()
    expect(findings.map((one) => [...spell(one), one.tenant])).toEqual([
      ['owner_no_member', 'info', 'company', 1, 'west'],
    ])
    expect(findings[0]?.problem).toContain('u_2')
  })

  test('check: search texts and indexes that are out of step, and rebuildSearch mends them', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const me = crm.as(admin)
    const { id } = await me.companies.create({ name: '老精工' })
    await me.companies.create({ name: 'Acme' })
    await raw(storage, `update crm_companies set name = '新精工' where id = '${id}'`)
    const found = async () => (await me.companies.search({ text: '新精工' })).items.length
    expect(await found()).toBe(0)
    const { findings } = await crm.check()
    expect(findings.map(spell)).toEqual([['search_out_of_step', 'error', 'company', 1]])
    expect(findings[0]?.ids).toEqual([id])
    expect(findings[0]?.fix).toContain('crm.rebuildSearch()')
    await crm.rebuildSearch()
    expect([await found(), (await crm.check()).findings]).toEqual([1, []])
    // Raw writes of the text itself are found: triggers and Postgres keep the index.
    await raw(storage, `update crm_companies set name = 'b', name_search = 'b' where id = '${id}'`)
    expect((await crm.check()).findings).toEqual([])
    if (name === 'postgres') {
      await raw(storage, 'drop index crm_companies_search')
    } else {
      await raw(storage, "insert into crm_companies_search (crm_companies_search) values ('delete-all')")
      expect((await crm.check()).findings.map(spell)).toEqual([['search_out_of_step', 'error', undefined, undefined]])
      expect((await me.companies.list({ where: { name: { contains: 'acme' } } })).items).toHaveLength(0)
      await raw(
        storage,
        ...['insert', 'update', 'delete'].map((event) => `drop trigger crm_companies_search_${event}`),
        'drop table crm_companies_search',
      )
    }
    const other = createCrm({ storage })
    expect((await other.check()).findings.map(spell)).toEqual([
      ['search_index_missing', 'warning', undefined, undefined],
    ])
    await other.rebuildSearch()
    expect((await other.check()).findings).toEqual([])
    expect((await other.as(admin).companies.search({ text: 'acme' })).items).toHaveLength(1)
  })
})

test('check of an instance that is closed is refused', async () => {
  const crm = createCrm({ storage: sqlite(':memory:') })
  await crm.close()
  expect((await errorOf(() => crm.check())).code).toBe('CLOSED')
})
