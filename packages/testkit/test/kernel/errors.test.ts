import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CrmError, coreCodes, createCrm, definePlugin, isCrmError, type Row } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import { testCrm } from '@guanxi/testkit'
import { describe, expect, test } from 'vitest'
import { errorOf, onBoth } from '../both.ts'
import { rowsOf } from '../rows-of.ts'

const admin = { user: 'u_adm', roles: ['admin'] }

/** Calls as a program without types would make them. */
// biome-ignore lint/suspicious/noExplicitAny: wrong programs are what is tested here
type Untyped = any

onBoth((make) => {
  const bad: readonly [string, (me: Untyped, ids: Row) => unknown, string, string][] = [
    ['a wrong type', (me) => me.companies.create({ name: 5 }), 'INVALID', 'name'],
    ['an unknown key', (me) => me.companies.create({ name: 'x', nmae: 1 }), 'UNKNOWN_KEY', 'nmae'],
    [
      'an unknown key, deeper',
      (me, { companyId }) =>
        me.orders.create({
          companyId,
          currency: 'CNY',
          placedAt: '2026-01-01T00:00:00Z',
          lines: [{ unitPrice: 1, x: 1 }],
        }),
      'UNKNOWN_KEY',
      'lines[0].x',
    ],
    [
      'a key of the prototype',
      (me) => me.companies.create(JSON.parse('{"name":"x","__proto__":{"a":1}}')),
      'UNKNOWN_KEY',
      '__proto__',
    ],
    ['a field of the engine', (me) => me.companies.create({ name: 'x', version: 7 }), 'UNKNOWN_KEY', 'version'],
    ['no name', (me) => me.companies.create({}), 'INVALID', 'name'],
    ['nobody', (me) => me.contacts.create({}), 'IDENTITY_REQUIRED', 'name'],
    ['text that is no Unicode', (me) => me.companies.create({ name: '\ud800' }), 'INVALID', 'name'],
    ['U+0000', (me) => me.companies.create({ name: 'a\0b' }), 'INVALID', 'name'],
    ['a number that is not exact', (me) => me.companies.create({ name: 'x', size: 2 ** 53 }), 'INVALID', 'size'],
    [
      'an amount without a currency',
      (me, { companyId }) => me.deals.create({ title: 'x', companyId, amount: 5 }),
      'INVALID',
      'currency',
    ],
    [
      'an instant without an offset',
      (me, { companyId }) => me.orders.create({ companyId, currency: 'CNY', placedAt: '2026-01-01T00:00:00' }),
      'INVALID',
      'placedAt',
    ],
    ['an object for an id', (me) => me.companies.get({ ne: null }), 'INVALID', 'id'],
    ['an id that nobody has', (me) => me.companies.update('nobody', { name: 'x' }), 'NOT_FOUND', 'id'],
    [
      'a missing reference',
      (me) => me.deals.create({ title: 'x', companyId: 'nobody' }),
      'REFERENCE_NOT_FOUND',
      'companyId',
    ],
    ['a duplicate', (me) => me.contacts.create({ name: 'y', email: 'a@example.com' }), 'DUPLICATE', 'email'],
    ['a wrong stage', (me, { dealId }) => me.deals.move(dealId, { to: 'propsal' }), 'STAGE_UNKNOWN', 'to'],
    [
      'a stage at birth that is none',
      (me, { companyId }) => me.deals.create({ title: 'x', companyId, stage: 'x' }),
      'STAGE_UNKNOWN',
      'stage',
    ],
    [
      'a pipeline that is none',
      (me, { companyId }) => me.deals.create({ title: 'x', companyId, pipeline: 'x' }),
      'INVALID',
      'pipeline',
    ],
    [
      'a move that is not allowed',
      (me, { wonId }) => me.deals.move(wonId, { to: 'proposal' }),
      'TRANSITION_NOT_ALLOWED',
      'to',
    ],
    [
      'a stale version',
      (me, { companyId }) => me.companies.update(companyId, { city: 'x' }, { ifVersion: 9 }),
      'VERSION_CONFLICT',
      'options.ifVersion',
    ],
    [
      'an unknown option',
      (me) => me.companies.create({ name: 'x' }, { ifversion: 1 }),
      'UNKNOWN_KEY',
      'options.ifversion',
    ],
    [
      'an empty key',
      (me) => me.companies.create({ name: 'x' }, { idempotencyKey: '' }),
      'INVALID',
      'options.idempotencyKey',
    ],
    [
      'an unknown field in where',
      (me) => me.companies.list({ where: { orders: { some: { totl: 1 } } } }),
      'UNKNOWN_KEY',
      'where.orders.some.totl',
    ],
    ['a stage in an update', (me, { dealId }) => me.deals.update(dealId, { stage: 'won' }), 'UNKNOWN_KEY', 'stage'],
    [
      'a relation without is',
      (me) => me.deals.list({ where: { company: { name: 'x' } } }),
      'UNKNOWN_KEY',
      'where.company.name',
    ],
    ['undefined in where', (me) => me.companies.list({ where: { name: undefined } }), 'INVALID', 'where.name'],
    ['a where that is too deep', (me) => me.companies.list({ where: nested(20) }), 'QUERY_TOO_COMPLEX', 'where'],
    ['a page that is too long', (me) => me.companies.list({ limit: 100_000 }), 'QUERY_TOO_COMPLEX', 'limit'],
    [
      'a cursor of another query',
      async (me) => me.companies.list({ after: (await me.contacts.list({ limit: 1 })).next ?? 'x' }),
      'CURSOR_INVALID',
      'after',
    ],
    ['a wrong value in where', (me) => me.companies.list({ where: { size: 'big' } }), 'INVALID', 'where.size'],
    [
      'a sum over text',
      (me) => me.companies.aggregate({ measures: { n: { fn: 'sum', field: 'name' } } }),
      'INVALID',
      'measures.n',
    ],
    ['a list that is none', (me) => me.companies.createMany('x'), 'INVALID', ''],
    ['a row of a batch', (me) => me.companies.createMany([{ name: 'x' }, { name: 5 }]), 'INVALID', '[1].name'],
    [
      'an upsert by a field that is not unique',
      (me) => me.companies.upsert({ by: 'name', record: { name: 'x' } }),
      'INVALID',
      'by',
    ],
    ['a batch with an unknown key', (me) => me.companies.updateMany({ where: {}, set: {}, x: 1 }), 'UNKNOWN_KEY', 'x'],
    [
      'a line of another order',
      (me, { orderId }) => me.orders.update(orderId, { lines: [{ id: 'nobody', unitPrice: 1 }] }),
      'REFERENCE_NOT_FOUND',
      'lines[0].id',
    ],
  ]

  test('bad input of every kind: a code, a path and a hint, in two languages, and nothing is written', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    await me.contacts.create({ name: 'x', email: 'a@example.com' })
    await me.contacts.create({ name: 'y' })
    const order = await me.orders.create({
      companyId,
      currency: 'CNY',
      placedAt: '2026-01-01T00:00:00Z',
      lines: [{ unitPrice: 1 }],
    })
    const deal = await me.deals.create({ title: 'x', companyId })
    const won = await me.deals.create({ title: 'y', companyId })
    await me.deals.move(won.id, { to: 'won' })
    const ids = { companyId, dealId: deal.id, wonId: won.id, orderId: order.id }
    const tables = ['company', 'contact', 'deal', 'order', 'orderLine', 'audit', 'outbox', 'idempotency', 'stageStay']
    const all = async () => JSON.stringify(await Promise.all(tables.map((name) => rowsOf(storage, name))))
    const before = await all()
    for (const [name, run, code, path] of bad) {
      const error = await errorOf(() => run(me, ids))
      expect({ name, code: error.code, path: error.path }).toEqual({ name, code, path: expect.stringContaining(path) })
      expect(error.hint, name).toBeTruthy()
      expectReadable(error)
    }
    expect(await all()).toBe(before)
  })

  test('an unknown role, no user, a foreign tenant', async () => {
    const { crm } = await testCrm({ storage: await make() })
    // A tenant may have roles of his own: the first call finds out.
    expect(await errorOf(() => crm.as({ user: 'u', roles: ['boss'] }).companies.list())).toMatchObject({
      code: 'ROLE_UNKNOWN',
      path: 'roles',
      hint: expect.stringContaining('sales'),
    })
    expect(await errorOf(() => crm.as({ user: '', roles: [] }))).toMatchObject({ code: 'ACTOR_REQUIRED' })
    expect(await errorOf(() => crm.as(undefined as Untyped))).toMatchObject({ code: 'ACTOR_REQUIRED' })
    expect(await errorOf(() => crm.asSystem({ reason: '' }))).toMatchObject({ code: 'ACTOR_REQUIRED' })
    expect(await errorOf(() => crm.as({ ...admin, tenant: 'x' }))).toMatchObject({ code: 'INVALID', path: 'tenant' })
    expect(await errorOf(() => crm.as({ user: 'u', roles: [] }).companies.list())).toMatchObject({ code: 'FORBIDDEN' })
  })

  test('a role that names what does not exist is refused at boot', async () => {
    const storage = await make()
    const role = (grants: object) => () => createCrm({ storage, roles: { r: { grants: grants as {} } } })
    expect(
      await errorOf(() => createCrm({ storage, roles: { r: { grants: {}, operations: ['visits.renw'] } } })),
    ).toMatchObject({ code: 'ROLE_INVALID' })
    expect(await errorOf(() => createCrm({} as Untyped))).toMatchObject({ code: 'INVALID', path: 'storage' })
    const wrong: readonly [object, string][] = [
      [{ pet: { scope: 'all' } }, 'there is no entity pet'],
      [{ orderLine: { scope: 'all' } }, 'name order'],
      [{ company: { scope: 'all', fields: ['nmae'] } }, 'company has no field nmae'],
      [{ '*': { scope: 'all', except: ['nmae'] } }, 'has no field nmae'],
      [{ company: { scope: { nmae: 'x' } } }, 'its scope on company'],
    ]
    for (const [grants, problem] of wrong) {
      expect(await errorOf(role(grants))).toMatchObject({
        code: 'ROLE_INVALID',
        details: { role: 'r', problem: expect.stringContaining(problem) },
      })
    }
  })

  test('a database that is newer than the code, and a migration that was edited', async () => {
    const storage = await make()
    const steps = [
      { step: 'createTable', table: 'pets', columns: [{ name: 'id', type: 'text', nullable: false }] },
    ] as const
    const plugin = (migrations: object[]) => definePlugin({ id: 'pets', version: '1', migrations: migrations as [] })
    await createCrm({
      storage,
      plugins: [
        plugin([
          { id: '0001', steps },
          { id: '0002', steps: [] },
        ]),
      ],
    }).migrate()
    const older = createCrm({ storage, plugins: [plugin([{ id: '0001', steps }])] })
    expect(await errorOf(() => older.migrate())).toMatchObject({
      code: 'SCHEMA_TOO_NEW',
      details: { unknown: ['pets/0002'] },
    })
    expect(await errorOf(() => older.as(admin).companies.count())).toMatchObject({ code: 'SCHEMA_TOO_NEW' })
    const edited = createCrm({
      storage,
      plugins: [
        plugin([
          { id: '0001', steps: [] },
          { id: '0002', steps: [] },
        ]),
      ],
    })
    expect(await errorOf(() => edited.migrate())).toMatchObject({
      code: 'MIGRATION_CHANGED',
      details: { migration: 'pets/0001' },
    })
    // Without the plugin its tables are nobody's business.
    expect((await createCrm({ storage }).migrate()).applied).toEqual([])
  })
})

describe('databases that are none', () => {
  test('a file that is no database', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guanxi-'))
    try {
      writeFileSync(join(folder, 'a.db'), 'this is a text, and a long one, but no database '.repeat(100))
      const crm = createCrm({ storage: sqlite(join(folder, 'a.db')) })
      expect(await errorOf(() => crm.migrate())).toMatchObject({ code: 'STORAGE_NOT_A_DATABASE' })
      const nowhere = createCrm({ storage: sqlite(join(folder, 'missing', 'a.db')) })
      expect(await errorOf(() => nowhere.migrate())).toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('Postgres is down', async () => {
    const crm = createCrm({ storage: postgres('postgres://localhost:1/nothing') })
    const error = await errorOf(() => crm.migrate())
    expect(error).toMatchObject({ code: 'STORAGE_UNAVAILABLE', retryable: true })
    expectReadable(error)
    await crm.close()
  })
})

test('every code has words in both languages', () => {
  for (const [code, { en, zh, status }] of Object.entries(coreCodes)) {
    expect(code).toMatch(/^[A-Z][A-Z_]+$/)
    expect(en).toMatch(/^[A-Z{].*\.$/)
    expect(zh).toMatch(/\p{Script=Han}.*。$/u)
    const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort()
    expect(holes(zh), code).toEqual(holes(en))
    expect(status).toBeGreaterThanOrEqual(400)
  }
})

test('every code says in Chinese what to do, and a plugin’s own as far as it says', () => {
  for (const code of Object.keys(coreCodes))
    expect(new CrmError(code).localizedHint('zh-CN'), code).toMatch(/\p{Script=Han}.*。$/u)
  const definition = { status: 400, en: 'Full.', zh: '已满。', hint: 'Wait.' }
  const own = (parts: object) => new CrmError('CLASS_FULL', { definition: { ...definition, ...parts } })
  expect([own({}).localizedHint('zh-CN'), own({ hintZh: '请等待。' }).localizedHint('zh-CN')]).toEqual([
    'Wait.',
    '请等待。',
  ])
  expect(own({ hintZh: '请等待。' }).localizedHint('en')).toBe('Wait.')
})

test('an error is known by its brand, and is plain JSON', async () => {
  const { crm } = await testCrm()
  const error = await errorOf(() => crm.as({ user: 'u', roles: ['x'] }).companies.count())
  expect(isCrmError(error, 'ROLE_UNKNOWN')).toBe(true)
  expect(isCrmError(error, 'INVALID')).toBe(false)
  expect(isCrmError(new Error('ROLE_UNKNOWN'))).toBe(false)
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({
    code: 'ROLE_UNKNOWN',
    message: 'Unknown role x.',
    status: 400,
  })
  expect(error.localized('zh-CN')).toBe('未知的角色 x。')
})

/** No SQL, no table, no hole that was not filled. */
function expectReadable(error: CrmError) {
  for (const text of [error.message, error.localized('zh-CN'), error.hint ?? '']) {
    expect(text).not.toMatch(/\b(select|insert|update .* set|crm_\w+|constraint)\b/)
    expect(text).not.toMatch(/received undefined|\[object|(?<!\{ )\{\w+\}/)
  }
}

function nested(depth: number): object {
  return depth === 0 ? { name: 'x' } : { not: nested(depth - 1) }
}
