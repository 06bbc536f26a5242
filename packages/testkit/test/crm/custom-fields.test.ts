import { createCrm, definePlugin } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'

const admin = { user: 'u_adm', roles: ['admin'] }
const days = { entity: 'company', name: 'purchaseCycleDays', kind: 'integer', min: 1 } as const

onBoth((make) => {
  const start = async () => {
    const { crm } = await testCrm({ storage: await make() })
    return { crm, me: crm.as(admin) }
  }

  test('A7: a field defined at run time is checked, kept and filtered by', async () => {
    const { me } = await start()
    await me.customFields.define(days)
    const wrong = await errorOf(() => me.companies.create({ name: 'x', custom: { purchaseCycleDays: 'abc' } }))
    expect(wrong.code).toBe('INVALID')
    expect(wrong.details).toMatchObject({
      path: 'custom.purchaseCycleDays',
      field: 'purchaseCycleDays',
      reason: 'type',
    })
    const least = await errorOf(() => me.companies.create({ name: 'x', custom: { purchaseCycleDays: 0 } }))
    expect(least.details).toMatchObject({ field: 'purchaseCycleDays', reason: 'min' })
    const ids = new Map<number | null, string>()
    for (const value of [29, 30, 31, 90, null]) {
      const company = await me.companies.create({ name: `c${value}`, custom: { purchaseCycleDays: value } })
      expect(company.custom).toEqual({ purchaseCycleDays: value })
      ids.set(value, company.id)
    }
    const { items } = await me.companies.list({ where: { custom: { purchaseCycleDays: { gt: 30 } } } })
    expect(items.map(({ id }) => id).toSorted()).toEqual([ids.get(31), ids.get(90)].toSorted())
    expect((await me.companies.get(ids.get(90) ?? '')).custom).toEqual({ purchaseCycleDays: 90 })
  })

  test('A7: a patch changes the keys that it names, null takes a value away', async () => {
    const { me } = await start()
    await me.customFields.define(days)
    await me.customFields.define({ entity: 'company', name: 'note', kind: 'string', class: 'plain' })
    const { id } = await me.companies.create({ name: 'x', custom: { purchaseCycleDays: 5, note: 'a' } })
    expect((await me.companies.update(id, { custom: { note: 'b' } })).custom).toEqual({
      purchaseCycleDays: 5,
      note: 'b',
    })
    expect((await me.companies.update(id, { custom: { note: null } })).custom).toEqual({
      purchaseCycleDays: 5,
      note: null,
    })
    expect((await me.companies.get(id)).custom).toEqual({ purchaseCycleDays: 5, note: null })
    const story = await me.companies.story(id)
    expect(story.map(({ changes }) => changes['custom.note'])).toEqual([
      [null, 'a'],
      ['a', 'b'],
      ['b', null],
    ])
  })

  test('A7: every kind is kept as it was given, sorted, grouped and measured', async () => {
    const { me } = await start()
    const values = {
      string: ['b', 'a', 'ü'],
      text: ['long', 'longer', 'x'],
      integer: [3, 1, 2],
      number: [0.5, -1, 2.25],
      boolean: [true, false, true],
      date: ['2026-03-01', '2026-01-01', '2026-02-01'],
      datetime: ['2026-03-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'],
      email: ['b@x.cn', 'a@x.cn', 'c@x.cn'],
      enum: ['low', 'high', 'low'],
    } as const
    const texts = ['string', 'text', 'email']
    for (const kind of Object.keys(values) as (keyof typeof values)[]) {
      await me.customFields.define({
        entity: 'company',
        name: `${kind}Field`,
        kind,
        ...(texts.includes(kind) ? { class: 'plain' } : {}),
        ...(kind === 'enum' ? { values: ['low', 'high'] } : {}),
      })
    }
    const custom = (i: number) =>
      Object.fromEntries(Object.entries(values).map(([kind, list]) => [`${kind}Field`, list[i]]))
    for (const i of [0, 1, 2]) {
      const made = await me.companies.create({ name: `c${i}`, custom: custom(i) })
      expect((await me.companies.get(made.id)).custom).toEqual(custom(i))
    }
    await me.companies.create({ name: 'none' })
    type Order = NonNullable<Parameters<typeof me.companies.list>[0]>['orderBy'] & {}
    const names = async (orderBy: Order) => {
      const pages: string[] = []
      let after: string | null = null
      do {
        const page: { items: readonly { name: string }[]; next: string | null } = await me.companies.list({
          orderBy,
          limit: 2,
          after,
        })
        pages.push(...page.items.map(({ name }) => name))
        after = page.next
      } while (after !== null)
      return pages.join(' ')
    }
    expect(await names({ custom: { integerField: 'asc' } })).toBe('none c1 c2 c0')
    expect(await names({ custom: { integerField: 'desc' } })).toBe('c0 c2 c1 none')
    expect(await names({ custom: { stringField: 'asc' } })).toBe('none c1 c0 c2')
    expect(await names([{ custom: { enumField: 'desc' } }, { custom: { dateField: 'asc' } }])).toBe('c2 c0 c1 none')
    expect(
      await me.companies.aggregate({
        groupBy: { level: { field: 'custom.enumField' } },
        measures: { n: { fn: 'count' }, sum: { fn: 'sum', field: 'custom.integerField' } },
      }),
    ).toEqual([
      { level: null, n: 1, sum: 0 },
      { level: 'high', n: 1, sum: 1 },
      { level: 'low', n: 2, sum: 5 },
    ])
    const where = { not: { custom: { enumField: 'low' } } }
    expect(await me.companies.count({ where })).toBe(2)
    expect(await me.companies.count({ where: { custom: { booleanField: { ne: true } } } })).toBe(2)
    expect(
      await me.companies.count({ where: { custom: { datetimeField: { gte: '2026-02-01T08:00:00+08:00' } } } }),
    ).toBe(2)
  })

  test('A7: over relations, in figures of related records and in includes', async () => {
    const { me } = await start()
    await me.customFields.define(days)
    await me.customFields.define({ entity: 'deal', name: 'score', kind: 'integer' })
    const [slow, fast] = await Promise.all(
      [90, 5].map((value) => me.companies.create({ name: `c${value}`, custom: { purchaseCycleDays: value } })),
    )
    if (slow === undefined || fast === undefined) return
    for (const [companyId, score] of [
      [slow.id, 1],
      [slow.id, 2],
      [fast.id, 7],
    ] as const)
      await me.deals.create({ title: `d${score}`, companyId, custom: { score } })
    const titles = async (query: Parameters<typeof me.deals.list>[0]) =>
      (await me.deals.list(query)).items.map(({ title }) => title).join(' ')
    const long = { company: { is: { custom: { purchaseCycleDays: { gt: 30 } } } } }
    expect(await titles({ where: long, orderBy: { custom: { score: 'desc' } } })).toBe('d2 d1')
    expect(await titles({ orderBy: [{ company: { custom: { purchaseCycleDays: 'asc' } } }, { title: 'asc' }] })).toBe(
      'd7 d1 d2',
    )
    const summed = await me.companies.list({ where: { deals: { sum: { custom: { score: { gte: 7 } } } } } })
    expect(summed.items.map(({ id }) => id)).toEqual([fast.id])
    const { items } = await me.deals.list({ where: { title: 'd7' }, include: { company: true } })
    expect(items.map(({ company, custom }) => [company?.custom, custom])).toEqual([
      [{ purchaseCycleDays: 5 }, { score: 7 }],
    ])
    expect(
      await me.deals.aggregate({
        groupBy: { days: { path: ['company', 'custom.purchaseCycleDays'] } },
        measures: { most: { fn: 'max', field: 'custom.score' } },
      }),
    ).toEqual([
      { days: 5, most: 7 },
      { days: 90, most: 2 },
    ])
  })

  test('A7: batches, upserts and transitions take them as any field', async () => {
    const { me } = await start()
    await me.customFields.define({ ...days, default: 30 })
    const { ids } = await me.companies.createMany([
      { name: 'a', externalId: 'e1', custom: { purchaseCycleDays: 1 } },
      { name: 'b', custom: {} },
      { name: 'c' },
    ])
    expect((await me.companies.list({ orderBy: { name: 'asc' } })).items.map((row) => row.custom)).toEqual([
      { purchaseCycleDays: 1 },
      { purchaseCycleDays: 30 },
      { purchaseCycleDays: 30 },
    ])
    const set = { custom: { purchaseCycleDays: 60 } }
    expect(await me.companies.updateMany({ where: { custom: { purchaseCycleDays: 30 } }, set })).toEqual({ count: 2 })
    const { record } = await me.companies.upsert({ by: 'externalId', record: { name: 'a', externalId: 'e1', ...set } })
    expect([record.id, record.custom]).toEqual([ids[0], { purchaseCycleDays: 60 }])
    expect(await me.companies.update(ids[0] ?? '', set)).toMatchObject({ version: record.version })
    const wrong = await errorOf(() => me.companies.createMany([{ name: 'x' }, { name: 'y', custom: { days: 1 } }]))
    expect([wrong.code, wrong.path]).toEqual(['UNKNOWN_KEY', '[1].custom.days'])
    await me.customFields.define({ entity: 'deal', name: 'why', kind: 'text', class: 'plain' })
    const deal = await me.deals.create({ title: 'x', companyId: ids[0] ?? '' })
    expect((await me.deals.move(deal.id, { to: 'proposal', set: { custom: { why: 'now' } } })).custom.why).toBe('now')
    expect(await codeOf(() => me.deals.move(deal.id, { to: 'negotiation', set: { custom: { who: 'x' } } }))).toBe(
      'UNKNOWN_KEY',
    )
  })

  test('a name clashes with no field of the code; what is not defined is unknown', async () => {
    const { me } = await start()
    await me.customFields.define({ entity: 'company', name: 'name', kind: 'integer' })
    const { id } = await me.companies.create({ name: 'x', custom: { name: 7 } })
    expect(await me.companies.get(id)).toMatchObject({ name: 'x', custom: { name: 7 } })
    const refused = async (run: () => Promise<unknown>) => {
      const { code, path } = await errorOf(run)
      return `${code} ${path}`
    }
    const { companies } = me
    expect(await refused(() => companies.list({ where: { custom: { nme: 7 } } }))).toBe('UNKNOWN_KEY where.custom.nme')
    expect(await refused(() => companies.list({ where: { 'custom.name': 7 } as never }))).toBe(
      'UNKNOWN_KEY where.custom.name',
    )
    expect(await refused(() => companies.list({ where: { custom: { name: 'x' } } }))).toBe('INVALID where.custom.name')
    expect(await refused(() => companies.list({ orderBy: { custom: { nme: 'asc' } } }))).toBe(
      'UNKNOWN_KEY orderBy.custom.nme',
    )
    expect(await refused(() => companies.update(id, { custom: null as never }))).toBe('INVALID custom')
    expect(await refused(() => me.deals.list({ where: { custom: { name: 7 } } }))).toBe('UNKNOWN_KEY where.custom.name')
  })

  test('a definition says what it must, and nothing that makes no sense', async () => {
    const { me } = await start()
    const refused = async (definition: object) => {
      const given = { entity: 'company', name: 'x', kind: 'integer', ...definition }
      const { code, path } = await errorOf(() => me.customFields.define(given as never))
      return `${code} ${path}`
    }
    expect(await refused({ entity: 'nothing' })).toBe('INVALID entity')
    expect(await refused({ entity: 'orderLine' })).toBe('INVALID entity')
    expect(await refused({ entity: 'audit' })).toBe('INVALID entity')
    expect(await refused({ name: 'two words' })).toBe('INVALID name')
    expect(await refused({ name: 'constructor' })).toBe('INVALID name')
    expect(await refused({ kind: 'money' })).toBe('INVALID kind')
    expect(await refused({ kind: 'string' })).toBe('INVALID class')
    expect(await refused({ kind: 'enum' })).toBe('INVALID values')
    expect(await refused({ kind: 'enum', values: ['a', 'a'] })).toBe('INVALID values')
    expect(await refused({ kind: 'enum', values: ['a', '\u0000'] })).toBe('INVALID values')
    expect(await refused({ values: ['a'] })).toBe('INVALID values')
    expect(await refused({ min: 2, max: 1 })).toBe('INVALID max')
    expect(await refused({ min: 0.5 })).toBe('INVALID min')
    expect(await refused({ kind: 'boolean', max: 1 })).toBe('INVALID max')
    expect(await refused({ default: 'x' })).toBe('INVALID default')
    expect(await refused({ default: 0, min: 1 })).toBe('INVALID default')
    expect(await refused({ kind: 'enum', values: ['a'], default: 'b' })).toBe('INVALID default')
    expect(await refused({ required: true })).toBe('UNKNOWN_KEY required')
    // The way in by the record operations is the same.
    expect(await codeOf(() => me.customFields.create({ entity: 'company', name: 'x', kind: 'string' }))).toBe('INVALID')
    expect(await codeOf(() => me.customFields.createMany([{ entity: 'nothing', name: 'x', kind: 'date' }]))).toBe(
      'INVALID',
    )
    await me.customFields.define(days)
    expect(await refused(days)).toBe('DUPLICATE key')
    const [field] = (await me.customFields.list()).items
    expect(field).toMatchObject({ ...days, key: 'company.purchaseCycleDays', max: null, purged: false })
    expect(await codeOf(() => me.customFields.update(field?.id ?? '', { kind: 'date' }))).toBe('INVALID')
    expect(await codeOf(() => me.customFields.update(field?.id ?? '', { name: 'other' }))).toBe('INVALID')
    expect(await codeOf(() => me.customFields.change({ entity: 'company', name: 'x', min: 1 }))).toBe('NOT_FOUND')
  })

  test('an entity takes 200 fields of the tenant’s own', async () => {
    const { me } = await start()
    const fields = Array.from(
      { length: 200 },
      (_, i) => ({ entity: 'company', name: `f${i}`, kind: 'integer' }) as const,
    )
    await me.customFields.createMany(fields)
    const custom = Object.fromEntries(fields.map(({ name }, i) => [name, i]))
    const { id } = await me.companies.create({ name: 'x', custom })
    expect((await me.companies.get(id)).custom).toEqual(custom)
    const { code, path } = await errorOf(() => me.customFields.define(days))
    expect([code, path]).toEqual(['INVALID', 'entity'])
    expect((await me.customFields.define({ ...days, entity: 'contact' })).key).toBe('contact.purchaseCycleDays')
  })

  test('a field that is removed is unseen; its values wait, and are never taken for another kind', async () => {
    const { me } = await start()
    await me.customFields.define(days)
    const { id } = await me.companies.create({ name: 'x', custom: { purchaseCycleDays: 5 } })
    await me.customFields.remove({ entity: 'company', name: 'purchaseCycleDays' })
    expect((await me.companies.get(id)).custom).toEqual({})
    await me.companies.update(id, { name: 'y' })
    const text = { entity: 'company', name: 'purchaseCycleDays', kind: 'string', class: 'plain' } as const
    const refused = await errorOf(() => me.customFields.define(text))
    expect([refused.code, refused.details.count]).toEqual(['FIELD_IN_USE', 1])
    await me.customFields.define(days)
    expect((await me.companies.get(id)).custom).toEqual({ purchaseCycleDays: 5 })

    const binned = await me.companies.create({ name: 'z', custom: { purchaseCycleDays: 6 } })
    await me.companies.delete(binned.id)
    await me.customFields.remove({ entity: 'company', name: 'purchaseCycleDays', purge: true }, { reason: 'not ours' })
    await me.customFields.define(text)
    expect((await me.companies.get(id)).custom).toEqual({ purchaseCycleDays: null })
    expect((await me.companies.restore(binned.id)).custom).toEqual({ purchaseCycleDays: null })
    const purge = (await me.companies.story(id)).at(-1)
    expect(purge).toMatchObject({ action: 'update', reason: 'not ours' })
    expect(purge?.changes).toEqual({ 'custom.purchaseCycleDays': [5, null] })
  })

  test('values of an enum that records have stay among its values', async () => {
    const { me } = await start()
    const level = { entity: 'company', name: 'level' } as const
    await me.customFields.define({ ...level, kind: 'enum', values: ['low', 'high'] })
    await me.companies.create({ name: 'x', custom: { level: 'high' } })
    const refused = await errorOf(() => me.customFields.change({ ...level, values: ['low'] }))
    expect([refused.code, refused.details]).toEqual(['FIELD_IN_USE', { path: 'values', field: 'level', count: 1 }])
    await me.customFields.change({ ...level, values: ['high', 'top'], label: '等级' })
    expect((await me.companies.create({ name: 'y', custom: { level: 'top' } })).custom).toEqual({ level: 'top' })
    expect(refused.localized('zh-CN')).toBe('1 条记录的 level 值将不再适用。')
  })

  test('hooks see them as callers do, and may set them', async () => {
    const seen: unknown[] = []
    const crm = createCrm({
      storage: await make(),
      plugins: [
        definePlugin({
          id: 'watch',
          version: '1',
          hooks: {
            company: {
              beforeWrite(changes) {
                for (const draft of changes) {
                  seen.push(draft.input.custom)
                  draft.set({ custom: { purchaseCycleDays: 9 } })
                }
              },
              afterWrite(changes) {
                for (const { before, after } of changes) seen.push(before?.custom, after.custom)
              },
            },
          },
        }),
      ],
    })
    await crm.migrate()
    const me = crm.as(admin)
    const facts: unknown[] = []
    crm.on('company.created', ({ data }) => facts.push(data.custom))
    await me.customFields.define(days)
    await me.customFields.define({ entity: 'company', name: 'note', kind: 'string', class: 'plain' })
    const { custom } = await me.companies.create({ name: 'x', custom: { note: 'a' } })
    expect(custom).toEqual({ purchaseCycleDays: 9, note: 'a' })
    expect(seen).toEqual([{ note: 'a' }, undefined, { purchaseCycleDays: 9, note: 'a' }])
    expect(facts).toEqual([{ purchaseCycleDays: 9, note: 'a' }])
  })
})
