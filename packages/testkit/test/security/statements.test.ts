import { createCrm } from '@guanxi/core'
import { id, join, lit, type Sql, sql } from '@guanxi/sql'
import { sqliteDialect } from '@guanxi/sqlite/dialect'
import { migratedBytes } from '@guanxi/testkit'
import type { OperationNode } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { SqliteDriver } from '../../../sqlite/src/driver.ts'
import { readingOf } from './statements/tenants.ts'
import { tokensOf } from './statements/tokens.ts'
import { Statements } from './statements/watch.ts'

const [deals, companies] = [sql`${id('crm_deals')} as ${id('t0')}`, sql`${id('crm_companies')} as ${id('t1')}`]
const own = sql`${id('t0', 'tenant')} = +${{ slot: 0 }}`
const theirs = sql`${id('t1', 'tenant')} = ${{ slot: 0 }}::text`
const linked = sql`${id('t1', 'id')} = ${id('t0', 'company_id')}`
const some = sql`${id('t0', 'title')} = ${{ slot: 1 }}`

const closed: readonly Sql[] = [
  sql`select ${id('t0', 'id')} from ${deals} where ${own} and ${some} order by 1`,
  sql`select 1 from ${deals} where ${own} union all select 1 from ${deals} where (${some} and ${own})`,
  sql`select 1 from ${deals} left join ${companies} on ${linked} and ${theirs} where ${own}`,
  sql`select 1 from ${deals} where ${own} and exists (select 1 from ${companies} where ${theirs} and ${linked} limit 1)`,
  sql`select 1 from ${deals} where 1 = 0`,
  sql`update ${deals} set ${id('title')} = ${{ slot: 1 }} where ${own}`,
  sql`delete from ${deals} where ${own}`,
  sql`insert into ${id('crm_deals')} (${join([id('tenant'), id('id')])}) values (+${{ slot: 0 }}, ${{ slot: 1 }})`,
]
const open: readonly Sql[] = [
  sql`select ${id('t0', 'id')} from ${deals} where ${some}`,
  sql`select 1 from ${deals}`,
  // Either is enough.
  sql`select 1 from ${deals} where ${own} or ${some}`,
  sql`select 1 from ${deals} where (${own} or ${some}) and ${some}`,
  sql`select 1 from ${deals} where not (${own})`,
  // Said of the one, and not of the other.
  sql`select 1 from ${deals}, ${companies} where ${own}`,
  sql`select 1 from ${deals} left join ${companies} on ${linked} where ${own}`,
  sql`select 1 from ${deals} where ${own} and exists (select 1 from ${companies} where ${linked})`,
  sql`select 1 from ${deals} where ${some} and exists (select 1 from ${companies} where ${theirs} and ${own})`,
  sql`select 1 from ${deals} where ${own} union all select 1 from ${deals} where ${some}`,
  // Fixed by the plan, compared otherwise, or only spelled like it.
  sql`select 1 from ${deals} where ${id('t0', 'tenant')} = ${{ constant: 'a' }}`,
  sql`select 1 from ${deals} where ${id('t0', 'tenant')} >= ${{ slot: 0 }}`,
  sql`select 1 from ${deals} where ${lit('"t0"."tenant" = ?')} = ${{ slot: 0 }}`,
  sql`update ${deals} set ${id('tenant')} = ${{ slot: 0 }} where ${some}`,
  sql`insert into ${id('crm_deals')} (${join([id('id'), id('tenant')])}) values (${{ slot: 0 }}, ${{ slot: 1 }})`,
]
const reading = (of: Sql) =>
  readingOf(tokensOf(of.toOperationNode() as OperationNode), (name) => name.startsWith('crm_'))

test('a statement that does not say whose rows it means is told from one that does', () => {
  expect(closed.map((one) => reading(one).open)).toEqual(closed.map(() => []))
  expect(open.filter((one) => reading(one).open.length === 0)).toEqual([])
})

test('S3: reads, searches and writes of every kind say whose rows they mean', async () => {
  const seen = new Statements(sqliteDialect, new SqliteDriver(await migratedBytes(), {}))
  const crm = createCrm({ storage: seen.storage, tenancy: 'multi' })
  onTestFinished(() => crm.close())
  const me = crm.as({ user: 'u_a', roles: ['sales', 'shared', 'pool'], tenant: 'a' })
  const { id: companyId } = await me.companies.create({ name: 'Acme Ltd', tags: ['x'] }, { idempotencyKey: 'k' })
  const { id: contactId } = await me.contacts.create({ name: 'Li Wei', companyId, points: ['li@example.com'] })
  const { id: dealId } = await me.deals.create({
    title: 'Fifty',
    companyId,
    contactId,
    people: [{ contactId, role: 'user' }],
  })
  await me.deals.update(dealId, { title: 'Sixty' })
  await me.deals.move(dealId, { to: 'proposal' })
  await me.contacts.upsert({ by: 'externalId', record: { name: 'x', externalId: 'x' } })
  await me.deals.list({
    where: { title: { contains: 'Six' }, company: { is: { name: { contains: 'Acme' } } } },
    orderBy: [{ company: { name: 'asc' } }],
    include: { company: true, people: true },
  })
  await me.contacts.search({ text: 'Acme' })
  await me.companies.list({ where: { deals: { some: { title: 'Sixty' } } } })
  await me.deals.aggregate({ groupBy: { stage: { field: 'stage' } }, measures: { n: { fn: 'count' } } })
  await me.companies.timeline(companyId, {})
  await me.companies.share(companyId, { user: 'u_b', level: 'read' })
  await me.companies.update(companyId, { tags: [] })
  await me.deals.delete(dealId)
  expect([...seen.problems]).toEqual([])
  expect(seen.kinds.size).toBeGreaterThan(40)
})
