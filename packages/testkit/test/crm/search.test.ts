import { core, type Explanation, type Row, type StorageAdapter } from '@guanxi/core'
import { buildSchema, entityOf } from '@guanxi/core/storage'
import { testCrm } from '@guanxi/testkit'
import type pg from 'pg'
import { expect, test } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'

const admin = { user: 'u_adm', roles: ['admin'] }
const schema = buildSchema({ entities: core['~definition'].entities.map((own) => ({ owner: 'core', entity: own })) })
const at = '2026-01-01T00:00:00.000Z'

/** Rows past the SDK, where only their number matters. */
async function fill(
  storage: StorageAdapter,
  entity: string,
  count: number,
  row: (index: number) => Row,
): Promise<void> {
  const ir = entityOf(schema, entity)
  for (let from = 0; from < count; from += 1000) {
    const rows = Array.from({ length: Math.min(1000, count - from) }, (_, i) => {
      const id = `f${String(from + i).padStart(6, '0')}`
      return { id, createdAt: at, updatedAt: at, version: 1, deletedAt: null, lifecycle: 'prospect', ...row(from + i) }
    })
    await storage.session.write([{ type: 'insert', entity: ir, tenant: 'default', rows }])
  }
}

const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕']
const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红建国志文斌宇浩凯健俊帆雪梅琳晨阳佳欣']
const sorts = ['机械', '贸易', '物流', '食品', '电子', '化工', '纺织', '科技']
/** Letters that hang on a number, and on nothing else. */
const word = (index: number): string => ((index + 1) * 2_654_435_761).toString(36).slice(0, 7)
const companyName = (index: number): string =>
  index % 3 === 0
    ? `${surnames[index % 40]}${given[index % 47]}${sorts[index % 8]}有限公司`
    : `${word(index)} ${word(index * 7)} ${sorts[index % 8]}`

const pointOf = (index: number): Row => {
  const normal = `+86138${String(index).padStart(8, '0')}`
  const contactId = `f${String(index).padStart(6, '0')}`
  return { contactId, kind: 'phone', value: normal, normal, e164: normal, primary: true, label: null }
}

onBoth((make, name) => {
  test('A11: among 10,000 rows the exact name comes first, then names that begin with it, then the others', async () => {
    const storage = await make({ tampered: true })
    const { crm } = await testCrm({ storage })
    const me = crm.as(admin)
    await fill(storage, 'company', 10_000, (index) => ({ name: companyName(index) }))
    for (const name of ['上海精工机械厂', '精工轴承', '老精工', '精工', 'Acme 精工 Works', '精密工具'])
      await me.companies.create({ name })
    const { items, next } = await me.companies.search({ text: '精工' })
    expect(items.map(({ match, record }) => `${match} ${record.name}`)).toEqual([
      'exact 精工',
      'prefix 精工轴承',
      'part Acme 精工 Works',
      'part 上海精工机械厂',
      'part 老精工',
    ])
    expect(next).toBeNull()
    expect((await me.companies.search({ text: '  精工 ＡＣＭＥ ' })).items.map(({ record }) => record.name)).toEqual([
      'Acme 精工 Works',
    ])
    expect((await me.companies.search({ text: '精工', where: { name: { contains: '机械' } } })).items).toHaveLength(1)
  })

  test('A11: contains and search of 10,000 rows go by the index, also where fields are hidden and over relations', async () => {
    const storage = await make({ tampered: true })
    const half = { grants: { company: [{ scope: 'own' }, { scope: 'all', except: ['name'] }] } } as const
    const { crm } = await testCrm({ storage, roles: { half } })
    const system = crm.asSystem({ reason: 'test' })
    await fill(storage, 'company', 10_000, (index) => ({ name: companyName(index) }))
    await fill(storage, 'contact', 10_000, (index) => ({ name: companyName(index), companyId: `f${index}` }))
    await fill(storage, 'contactPoint', 10_000, (index) => pointOf(index))
    if (name === 'postgres')
      await system.transaction(async (_, native) => void (await (native as pg.ClientBase).query('analyze')))
    const index = (table: string) =>
      name === 'sqlite' ? `SCAN crm_${table}_search VIRTUAL TABLE` : `Bitmap Index Scan on crm_${table}_search`
    const planOf = async (explained: Promise<Explanation>) => (await explained).plan.join('\n')
    for (const contains of [
      '王伟',
      '王伟机',
      word(1).slice(0, 4),
      word(5).toUpperCase(),
      `${word(7).slice(4)} ${word(49)}`,
    ]) {
      const where = { name: { contains } }
      for (const query of [
        { where },
        { where, orderBy: { createdAt: 'desc' } },
        { where, measures: { n: { fn: 'count' } } },
      ] as const)
        expect(await planOf(system.companies.explain(query))).toContain(index('companies'))
      expect(await planOf(system.contacts.explain({ where: { company: { is: where } } }))).toContain(index('companies'))
      expect(await planOf(crm.as({ user: 'u', roles: ['half'] }).companies.explain({ where }))).toContain(
        index('companies'),
      )
    }
    // What has no three characters is looked for in every row.
    for (const contains of ['王', 'co', 'c'])
      expect(await planOf(system.companies.explain({ where: { name: { contains } } }))).not.toContain(
        'companies_search',
      )
    for (const text of ['王伟', '精工 机械', word(1).slice(0, 4), '13800004']) {
      const plan = await planOf(system.contacts.explain({ text }))
      expect(plan).toContain(index('contacts'))
      expect(plan).toContain(index('contact_points'))
    }
  })

  test('A11: a contact is found by the beginning of a number however it was written, and by any of its points', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const points = (...values: string[]) => ({ points: values })
    await me.contacts.create({ name: '张三', phone: '+8613800000001' })
    await me.contacts.create({ name: '李四', phone: '138 0000 0002' })
    await me.contacts.create({ name: '王五', ...points('010-6234 5678', 'wang@Example.com', '138-0000-0003') })
    await me.contacts.create({ name: '赵六', phone: '13900000004' })
    const find = async (text: string) => (await me.contacts.search({ text })).items.map(({ record }) => record.name)
    expect(await find('1380000')).toEqual(['李四', '王五', '张三'])
    expect(await find('138 0000 0003')).toEqual(['王五'])
    expect(await find('（１３８）0000-0002')).toEqual(['李四'])
    expect(await find('010 6234')).toEqual(['王五'])
    expect(await find('WANG@example')).toEqual(['王五'])
    expect(await find('王五 wang')).toEqual(['王五'])
    expect(await find('王五 139')).toEqual([])
    const [exact] = (await me.contacts.search({ text: '138 0000 0002' })).items
    expect([exact?.match, exact?.record.name]).toEqual(['exact', '李四'])
  })

  test('A11: search respects the scope of the caller, and a hidden field neither finds nor ranks', async () => {
    const storage = await make()
    const nameless = { grants: { '*': { scope: 'all', except: ['name'] } } } as const
    const pointless = {
      grants: { '*': { scope: 'all' }, contact: { scope: 'all', except: ['points', 'phone'] } },
    } as const
    const { crm } = await testCrm({ storage, roles: { nameless, pointless } })
    const me = crm.as(admin)
    await me.contacts.create({ name: '王伟', phone: '13800000001', ownerId: 'u_a' })
    await me.contacts.create({ name: '王伟明', phone: '13800000002', ownerId: 'u_b' })
    const as = async (user: string, role: string, text: string) =>
      (await crm.as({ user, roles: [role] }).contacts.search({ text })).items.map(({ match, record }) => [
        match,
        record.name,
      ])
    expect(await as('u_adm', 'admin', '王伟')).toEqual([
      ['exact', '王伟'],
      ['prefix', '王伟明'],
    ])
    expect(await as('u_a', 'sales', '王伟')).toEqual([['exact', '王伟']])
    expect(await as('u_b', 'sales', '王伟')).toEqual([['prefix', '王伟明']])
    expect(await as('u_c', 'sales', '王伟')).toEqual([])
    expect(await as('u_c', 'nameless', '王伟')).toEqual([])
    expect(await as('u_c', 'nameless', '1380000')).toEqual([
      ['prefix', null],
      ['prefix', null],
    ])
    expect(await as('u_c', 'pointless', '1380000')).toEqual([])
    expect(await codeOf(() => crm.as({ user: 'u', roles: [] }).contacts.search({ text: 'x' }))).toBe('FORBIDDEN')
  })

  test('A11: pages of a search lose and repeat nothing, within a rank and from one to the next', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const names = ['王伟', '王伟', '王伟一', '王伟二', '王伟二', '小王伟', '大王伟', '老王伟']
    await me.companies.createMany(names.map((name) => ({ name })))
    const whole = (await me.companies.search({ text: '王伟' })).items
    expect(whole.map(({ match }) => match).join(' ')).toBe('exact exact prefix prefix prefix part part part')
    for (const limit of [1, 2, 3, 7]) {
      const found: unknown[] = []
      for (let after: string | null = null; ; ) {
        const page: Awaited<ReturnType<typeof me.companies.search>> = await me.companies.search({
          text: '王伟',
          limit,
          after,
        })
        found.push(...page.items)
        if (page.next === null) break
        after = page.next
      }
      expect(found).toEqual(whole)
    }
    const { next } = await me.companies.search({ text: '王伟', limit: 1 })
    expect(await codeOf(() => me.companies.search({ text: '王', after: next }))).toBe('CURSOR_INVALID')
  })

  test('A11: what is no search is refused, and what is meant as text is text', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    await me.companies.create({ name: '"AND" OR NEAR(a b) * 100%_' })
    const find = async (text: string) => (await me.companies.search({ text })).items.length
    for (const text of ['"and"', 'or', 'near(a', 'b) *', '100%_', '%_', '"', '"AND" OR NEAR(a b) * 100%_', 'a'])
      expect([text, await find(text)]).toEqual([text, 1])
    for (const text of ['"or"', 'near(b', '%%', '100_', 'AND NOT', "'"])
      expect([text, await find(text)]).toEqual([text, 0])
    const refused = async (query: object) => (await errorOf(() => me.companies.search(query as { text: string }))).code
    expect(await refused({})).toBe('INVALID')
    expect(await refused({ text: '　 ' })).toBe('INVALID')
    expect(await refused({ text: 5 })).toBe('INVALID')
    expect(await refused({ text: 'x', order: 1 })).toBe('UNKNOWN_KEY')
    expect(await refused({ text: 'a b c d e f g h i j k' })).toBe('QUERY_TOO_COMPLEX')
    expect(await refused({ text: 'x'.repeat(201) })).toBe('QUERY_TOO_COMPLEX')
    const { code, hint } = await errorOf(() => me.orders.search({ text: 'x' }))
    expect([code, hint]).toEqual(['OPERATION_UNKNOWN', 'Declare a field of it with .search().'])
  })
})
