import { phones } from '@guanxi/phone'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { errorOf, onBoth } from '../both.ts'
import { rowsOf } from '../rows-of.ts'

const admin = { user: 'u_adm', roles: ['admin'] }
const cn = { phones: phones({ region: 'CN' }) }
const whole = { include: { points: true } } as const

/** What matters of some points, as they were made. */
const told = (points: readonly { kind: string; normal: string; primary: boolean }[]) =>
  points.map(({ kind, normal, primary }) => `${primary ? '*' : ''}${kind} ${normal}`)

onBoth((open) => {
  test('A1: one central record: name, contact ways, people at the company', async () => {
    const { crm } = await testCrm({ storage: await open(), ...cn })
    const me = crm.as(admin)
    const { id } = await me.companies.create({ name: '华东精工', points: ['138 0000 0001'] })
    await me.contacts.create({ name: '王芳', title: '采购', companyId: id })
    const company = await me.companies.get(id, { include: { points: true, contacts: true } })
    expect(company).toMatchObject({ name: '华东精工', phone: '+8613800000001', email: null })
    expect(company.points).toMatchObject([
      { kind: 'phone', value: '138 0000 0001', e164: '+8613800000001', normal: '+8613800000001', primary: true },
    ])
    expect(company.contacts.map(({ name, title }) => [name, title])).toEqual([['王芳', '采购']])
  })

  test('A2: a phone number alone is a contact; nothing at all is refused, and nothing is written', async () => {
    const storage = await open()
    const { crm } = await testCrm({ storage, ...cn })
    const me = crm.as(admin)
    const made = await me.contacts.create({ points: ['13800000002'] })
    expect(made).toMatchObject({ name: null, phone: '+8613800000002' })
    const before = await rowsOf(storage, 'audit')
    const refused = await errorOf(() => me.contacts.create({}))
    expect(refused).toMatchObject({ code: 'IDENTITY_REQUIRED', path: 'name' })
    expect(refused.details.fields).toEqual(['name', 'phone', 'email', 'externalId', 'companyId', 'points'])
    expect(await errorOf(() => me.contacts.create({ points: [] }))).toMatchObject({ code: 'IDENTITY_REQUIRED' })
    expect(await errorOf(() => me.companies.create({} as never))).toMatchObject({ code: 'INVALID', path: 'name' })
    expect(await errorOf(() => me.companies.create({ points: ['13800000002'] } as never))).toMatchObject({
      path: 'name',
    })
    expect([await me.contacts.count(), await me.companies.count(), await me.contactPoints.count()]).toEqual([1, 0, 1])
    expect(await rowsOf(storage, 'audit')).toEqual(before)
    // Each of the others is enough, too.
    await me.contacts.create({ email: 'a@b.cn' })
    await me.contacts.create({ points: [{ kind: 'wechat', value: 'wx_1' }] })
    await me.contacts.create({ points: [{ kind: 'external', value: 'shop:1' }] })
    await me.contacts.create({ externalId: 'e1' })
    expect(await me.contacts.count()).toBe(5)
  })

  test('A2: the last identity cannot be taken away', async () => {
    const { crm } = await testCrm({ storage: await open(), ...cn })
    const me = crm.as(admin)
    const { id } = await me.contacts.create({ name: 'x', points: [{ kind: 'wechat', value: 'wx_1' }] })
    expect(await me.contacts.update(id, { name: null })).toMatchObject({ name: null, phone: null })
    expect(await me.contacts.update(id, { title: 'y' })).toMatchObject({ title: 'y', version: 3 })
    expect(await errorOf(() => me.contacts.update(id, { points: [] }))).toMatchObject({ code: 'IDENTITY_REQUIRED' })
    const { id: other } = await me.contacts.create({ phone: '13800000001' })
    expect(await errorOf(() => me.contacts.update(other, { phone: null }))).toMatchObject({ code: 'IDENTITY_REQUIRED' })
    expect((await me.contacts.get(other, whole)).points).toHaveLength(1)
  })

  test('the first of a kind is its primary, unless told; phone and email follow', async () => {
    const { crm } = await testCrm({ storage: await open(), ...cn })
    const me = crm.as(admin)
    const { id } = await me.contacts.create({
      points: [
        '138 0000 0001',
        'A@B.cn',
        { kind: 'phone', value: '010-6234 5678 转 12', label: 'office', primary: true },
        { kind: 'email', value: 'Ｃ@d.cn' },
        { kind: 'douyin', value: ' dy ' },
      ],
    })
    const made = await me.contacts.get(id, whole)
    expect(made).toMatchObject({ phone: '+861062345678;ext=12', email: 'a@b.cn' })
    expect(told(made.points)).toEqual([
      'phone +8613800000001',
      '*email a@b.cn',
      '*phone +861062345678;ext=12',
      'email c@d.cn',
      '*douyin dy',
    ])
    expect(made.points[2]).toMatchObject({ label: 'office', e164: '+861062345678', value: '010-6234 5678 转 12' })
    // Replaced without saying which is first: the one that was stays, and its row too.
    const after = await me.contacts.update(id, { points: ['c@d.cn', '138 0000 0001', '010-6234 5678 转 12'] })
    expect(after).toMatchObject({ phone: '+861062345678;ext=12', email: 'c@d.cn', version: 2 })
    const again = await me.contacts.get(id, whole)
    expect(told(again.points)).toEqual(['phone +8613800000001', '*phone +861062345678;ext=12', '*email c@d.cn'])
    expect(again.points.map((point) => point.id)).toEqual([0, 2, 3].map((n) => made.points[n]?.id))
    const story = await me.contacts.story(id)
    expect(Object.keys(story.at(-1)?.changes ?? {})).toEqual(['email', 'points'])
  })

  test('phone and email are the short way to set the primary', async () => {
    const { crm } = await testCrm({ storage: await open(), ...cn })
    const me = crm.as(admin)
    const { id } = await me.contacts.create({ phone: '138 0000 0001', email: 'A@B.cn' })
    const points = async () => told((await me.contacts.get(id, whole)).points)
    expect(await points()).toEqual(['*phone +8613800000001', '*email a@b.cn'])
    // Another number takes its place, keeping the row.
    expect(await me.contacts.update(id, { phone: '138 0000 0002' })).toMatchObject({ phone: '+8613800000002' })
    expect(await points()).toEqual(['*phone +8613800000002', '*email a@b.cn'])
    // The same number, however spelled, changes nothing.
    expect(await me.contacts.update(id, { phone: '＋８６ 138-0000-0002' })).toMatchObject({ version: 2 })
    await me.contacts.update(id, { phone: '138 0000 0003', points: ['a@b.cn', '138 0000 0002'] })
    expect(await points()).toEqual(['phone +8613800000002', '*email a@b.cn', '*phone +8613800000003'])
    expect(await me.contacts.update(id, { phone: '13800000002' })).toMatchObject({ phone: '+8613800000002' })
    expect(await points()).toEqual(['*phone +8613800000002', '*email a@b.cn', 'phone +8613800000003'])
    // The next of the kind follows the one that goes.
    expect(await me.contacts.update(id, { phone: null })).toMatchObject({ phone: '+8613800000003', email: 'a@b.cn' })
    expect(await me.contacts.update(id, { phone: null, email: null, name: 'x' })).toMatchObject({
      phone: null,
      email: null,
    })
    expect(await points()).toEqual([])
  })

  test('points come and go by themselves', async () => {
    const { crm } = await testCrm({ storage: await open(), ...cn })
    const me = crm.as(admin)
    const { id } = await me.contacts.create({ name: 'x', points: ['13800000001', 'a@b.cn'] })
    const points = async () => told((await me.contacts.get(id, whole)).points)
    await Promise.all(
      ['138 0000 0002', '13800000003', 'c@d.cn'].map((one) => me.contacts.update(id, { points: { add: [one] } })),
    )
    expect((await points()).toSorted()).toEqual([
      '*email a@b.cn',
      '*phone +8613800000001',
      'email c@d.cn',
      'phone +8613800000002',
      'phone +8613800000003',
    ])
    // One that is there already stays the row that it is.
    const before = await me.contactPoints.list({ where: { e164: '13800000001' } })
    await me.contacts.update(id, { points: { add: [{ kind: 'phone', value: '+86 138 0000 0001', label: 'mobile' }] } })
    const after = await me.contactPoints.list({ where: { e164: '13800000001' } })
    expect(after.items).toMatchObject([{ id: before.items[0]?.id, label: 'mobile', primary: true }])
    const primary = { kind: 'phone', value: '13800000003', primary: true } as const
    expect(await me.contacts.update(id, { points: { add: [primary] } })).toMatchObject({ phone: '+8613800000003' })
    const [first] = (await me.contactPoints.list({ where: { primary: true, kind: 'phone' } })).items
    expect(await me.contacts.update(id, { points: { remove: [first?.id ?? ''] } })).toMatchObject({
      phone: '+8613800000001',
    })
    const none = await errorOf(() => me.contacts.update(id, { points: { remove: ['13800000001'] } }))
    expect(none).toMatchObject({ code: 'REFERENCE_NOT_FOUND', path: 'points.remove[0]' })
    const bad = await errorOf(() => me.contacts.update(id, { points: { add: ['e@f.cn', 'x@'] } }))
    expect(bad).toMatchObject({ code: 'INVALID', path: 'points.add[1].value' })
  })

  test('an invalid number keeps its text; what is no address, is empty or said twice is refused', async () => {
    const { crm } = await testCrm({ storage: await open(), ...cn })
    const me = crm.as(admin)
    const { id } = await me.contacts.create({ points: ['call 8 to 9', '138 0000 000'] })
    const { points, phone } = await me.contacts.get(id, whole)
    expect(phone).toBe('call 8 to 9')
    expect(points).toMatchObject([
      { value: 'call 8 to 9', normal: 'call 8 to 9', e164: null },
      { value: '138 0000 000', normal: '1380000000', e164: null },
    ])
    const refused = (input: object) => errorOf(() => me.contacts.create({ name: 'x', ...input }))
    const wechat = { kind: 'wechat', value: 'w' } as const
    const cases: readonly [object, string][] = [
      [{ points: ['13800000001', '+86 138 0000 0001'] }, 'points[1]'],
      [{ points: [wechat, { ...wechat, value: ' w ' }] }, 'points[1]'],
      [
        {
          points: [
            { ...wechat, primary: true },
            { ...wechat, value: 'v', primary: true },
          ],
        },
        'points[1].primary',
      ],
      [{ points: ['x@'] }, 'points[0].value'],
      [{ points: [{ kind: 'email', value: 'x' }] }, 'points[0].value'],
      [{ points: [''] }, 'points[0]'],
      [{ points: ['   '] }, 'points[0].value'],
      [{ points: [{ kind: 'fax', value: 'x' }] }, 'points[0].kind'],
      [{ points: [{ kind: 'phone' }] }, 'points[0].value'],
      [{ points: [5] }, 'points[0]'],
      [{ points: [{ ...wechat, value: 'ﷺ'.repeat(100), kind: 'phone' }] }, 'points[0].value'],
      [{ points: Array.from({ length: 101 }, (_, n) => `1380000${1000 + n}`) }, 'points'],
      [{ email: 'x' }, 'email'],
      [{ phone: ' ' }, 'phone'],
      [{ phone: '1', points: [{ kind: 'phone', value: '2', primary: true }] }, 'phone'],
    ]
    for (const [input, path] of cases)
      expect(await refused(input), JSON.stringify(input)).toMatchObject({ code: 'INVALID', path })
    expect(await refused({ points: [{ ...wechat, normal: 'w' }] })).toMatchObject({
      code: 'UNKNOWN_KEY',
      path: 'points[0].normal',
    })
    expect(await refused({ points: [{ ...wechat, id: 'x' }] })).toMatchObject({
      code: 'REFERENCE_NOT_FOUND',
      path: 'points[0].id',
    })
    const many = await errorOf(() => me.contacts.createMany([{ name: 'x' }, { points: ['a@b.cn', 'A@b.cn'] }]))
    expect(many).toMatchObject({ code: 'INVALID', path: '[1].points[1]' })
    expect(await me.contacts.count()).toBe(1)
  })

  test('found by a point, a number in any spelling, and the address in any case', async () => {
    const { crm } = await testCrm({ storage: await open(), ...cn })
    const me = crm.as(admin)
    const { ids } = await me.contacts.createMany([
      { name: 'A', points: ['13900000001', '138 0000 0001', 'A@B.cn'] },
      { name: 'B', phone: '13800000002' },
      { name: 'C', points: [{ kind: 'wechat', value: '+8613800000003' }] },
    ])
    const find = async (where: Parameters<typeof me.contacts.list>[0] & object) =>
      (await me.contacts.list(where)).items.map(({ id }) => ids.indexOf(id))
    const some = { kind: 'phone', normal: { startsWith: '+86138' } } as const
    expect(await find({ where: { points: { some } } })).toEqual([0, 1])
    expect(await find({ where: { points: { some: { e164: '138-0000-0001' } } } })).toEqual([0])
    expect(await find({ where: { points: { some: { e164: { in: ['138 0000 0002', '1'] } } } } })).toEqual([1])
    expect(await find({ where: { phone: '0086 138 0000 0002' } })).toEqual([1])
    expect(await find({ where: { phone: { contains: '1380000' } } })).toEqual([1])
    expect(await find({ where: { email: 'Ａ@b.CN' } })).toEqual([0])
    expect(await find({ where: { email: { startsWith: 'A@' } } })).toEqual([0])
    expect(await find({ where: { points: { none: {} } } })).toEqual([])
  })

  test('G12: upsert and the unique index go by the same definition: an address in any case is the same contact', async () => {
    const { crm } = await testCrm({ storage: await open(), ...cn })
    const me = crm.as(admin)
    const first = await me.contacts.upsert({ by: 'email', record: { email: 'Wang@X.cn', name: '王' } })
    expect(first).toMatchObject({ created: true, record: { email: 'wang@x.cn' } })
    const again = await me.contacts.upsert({
      by: 'email',
      record: { email: 'ｗａｎｇ@x.CN', points: ['138 0000 0001', 'wang@x.cn'] },
    })
    expect(again).toMatchObject({
      created: false,
      record: { id: first.record.id, phone: '+8613800000001', name: '王' },
    })
    expect(await me.contactPoints.count()).toBe(2)
    const clash = await errorOf(() => me.contacts.create({ points: ['WANG@x.cn'] }))
    expect(clash).toMatchObject({ code: 'DUPLICATE', path: 'email', details: { id: first.record.id } })
    const both = await Promise.all(
      ['NEW@x.cn', 'new@X.cn'].map((email) => me.contacts.upsert({ by: 'email', record: { email } })),
    )
    expect(both.map(({ created }) => created).toSorted()).toEqual([false, true])
    expect(both[0]?.record.id).toBe(both[1]?.record.id)
  })

  test('G9: who is in the bin blocks nobody; restored first, he meets the one who has his address', async () => {
    const { crm } = await testCrm({ storage: await open(), ...cn })
    const me = crm.as(admin)
    const input = { points: ['138 0000 0001', 'a@b.cn'] }
    const { id } = await me.contacts.create(input)
    await me.contacts.delete(id)
    expect(await me.contactPoints.count()).toBe(0)
    const second = await me.contacts.create(input)
    expect(await errorOf(() => me.contacts.restore(id))).toMatchObject({
      code: 'DUPLICATE',
      details: { id: second.id, fields: ['email'] },
    })
    await me.contacts.delete(second.id)
    expect(await me.contacts.restore(id)).toMatchObject({ phone: '+8613800000001', email: 'a@b.cn' })
    expect(told((await me.contacts.get(id, whole)).points)).toEqual(['*phone +8613800000001', '*email a@b.cn'])
  })

  test('who may not read or write one of phone, email and points has no right on the points', async () => {
    const roles = {
      blind: { grants: { contact: { scope: 'all' as const, except: ['phone'] } } },
      listless: { grants: { contact: { scope: 'all' as const, except: ['points'] } } },
    }
    const { crm } = await testCrm({ storage: await open(), ...cn, roles })
    const { id } = await crm.as(admin).contacts.create({ name: 'x', points: ['13800000001', 'a@b.cn'] })
    const blind = crm.as({ user: 'u', roles: ['blind'] })
    expect(await blind.contacts.get(id, whole)).toMatchObject({ phone: null, email: 'a@b.cn', points: [] })
    expect(await blind.contacts.count({ where: { points: { some: {} } } })).toBe(0)
    expect(await errorOf(() => blind.contactPoints.list())).toMatchObject({ code: 'FORBIDDEN' })
    expect(await errorOf(() => blind.contacts.update(id, { points: [] }))).toMatchObject({ code: 'FORBIDDEN' })
    expect(await errorOf(() => blind.contacts.update(id, { phone: '1' }))).toMatchObject({ code: 'FORBIDDEN' })
    // What the engine sets beside it asks for no right.
    expect(await blind.contacts.update(id, { email: 'c@d.cn' })).toMatchObject({ email: 'c@d.cn' })
    const listless = crm.as({ user: 'u', roles: ['listless'] })
    expect(await listless.contacts.update(id, { phone: '13800000002' })).toMatchObject({ phone: '+8613800000002' })
    expect(await errorOf(() => listless.contactPoints.list())).toMatchObject({ code: 'FORBIDDEN' })
    expect(told((await crm.as(admin).contacts.get(id, whole)).points)).toEqual([
      '*phone +8613800000002',
      '*email c@d.cn',
    ])
  })

  test('without a library of numbers those are certain that name their country', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as(admin)
    const { id } = await me.contacts.create({ points: ['0086 138 0000 0001', '010-6234 5678'] })
    expect((await me.contacts.get(id, whole)).points).toMatchObject([
      { normal: '+8613800000001', e164: '+8613800000001' },
      { normal: '01062345678', e164: null },
    ])
  })

  test('after another library of numbers all points can be normalised again, page by page', async () => {
    const storage = await open()
    const { crm: plain } = await testCrm({ storage })
    const before = plain.as(admin)
    const { ids } = await before.contacts.createMany([
      { points: ['138 0000 0001', '010-6234 5678'] },
      { points: ['138 0000 0002', '+86 138 0000 0002'] },
      { points: ['call 8 to 9'] },
    ])
    const { id: companyId } = await before.companies.create({ name: 'x', phone: '0755 8266 7788' })
    const { crm } = await testCrm({ storage, ...cn })
    const me = crm.as(admin)
    const first = await me.contacts.normalize({ limit: 2 })
    // Two spellings of one number were two numbers before.
    expect(first).toMatchObject({
      checked: 2,
      changed: 1,
      refused: [{ id: ids[1], code: 'INVALID', path: 'points[1]' }],
    })
    expect(await me.contacts.normalize({ limit: 2, after: first.next })).toEqual({
      checked: 1,
      changed: 0,
      refused: [],
      next: null,
    })
    expect(await me.contacts.get(ids[0] ?? '')).toMatchObject({ phone: '+8613800000001', version: 2 })
    expect(await me.contacts.count({ where: { points: { some: { e164: '01062345678' } } } })).toBe(1)
    expect(await me.companies.normalize({})).toMatchObject({ checked: 1, changed: 1, next: null })
    expect(await me.companies.normalize({})).toMatchObject({ checked: 1, changed: 0 })
    expect(await me.companies.get(companyId)).toMatchObject({ phone: '+8675582667788', version: 2 })
    const rep = crm.as({ user: 'u_a', roles: ['sales'] })
    expect(await errorOf(() => rep.contacts.normalize({}))).toMatchObject({ code: 'FORBIDDEN' })
  })
})
