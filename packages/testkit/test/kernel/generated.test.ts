import {
  type CreateOf,
  command,
  createCrm,
  defineEntity,
  definePlugin,
  type EntityOf,
  field,
  type InverseOf,
  type PluginTypes,
  type RowOf,
  type System,
} from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { codeOf, errorOf, onBoth } from '../both.ts'

const visit = defineEntity({
  name: 'visit',
  plural: 'visits',
  fields: {
    companyId: field.ref('company'),
    purpose: field.string().plain(),
    /** The purpose as it is sorted. */
    subject: field.string().generated().plain(),
    rating: field.integer().optional().generated(),
  },
  relations: { company: { to: 'company', via: 'companyId', inverse: 'visits' } },
})
const visitLog = defineEntity({
  name: 'visitLog',
  plural: 'visitLog',
  keeping: 'log',
  fields: { visitId: field.string(), state: field.string().plain() },
})
interface Visit extends System, RowOf<typeof visit.fields> {}
interface VisitCreate extends CreateOf<typeof visit.fields> {}
interface VisitLog extends RowOf<typeof visitLog.fields> {
  readonly id: string
}
const operations = {
  visits: {
    assign: command({
      target: 'record',
      summary: 'Set something, somewhere.',
      input: z.strictObject({ entity: z.string(), values: z.record(z.string(), z.unknown()) }),
      output: z.void(),
    }),
    settle: command({ target: 'record', summary: 'Settle the log.', input: z.strictObject({}), output: z.int() }),
  },
}
interface VisitTypes extends PluginTypes {
  entities: {
    visit: EntityOf<typeof visit, Visit, VisitCreate>
    visitLog: { row: VisitLog }
    company: { row: { readonly visitCount: number | null; readonly label: string | null }; create: { label?: string } }
  } & InverseOf<typeof visit>
  operations: typeof operations
  events: {}
}

const make = (migrations: Parameters<typeof definePlugin<VisitTypes>>[0]['migrations'] = []) =>
  definePlugin<VisitTypes>({
    id: 'visits',
    version: '1.0.0',
    entities: [visit, visitLog],
    extend: {
      company: {
        visitCount: field.integer({ min: 0 }).optional().generated(),
        label: field.string().optional().plain(),
      },
    },
    migrations,
    operations,
    handlers: {
      visits: {
        // What the types refuse the engine refuses, too.
        assign: ({ table }, { id, entity, values }) => table(entity as 'visit').set(id, values),
        settle: ({ table }, { id }) => table('visitLog').update({ visitId: id, state: 'open' }, { state: 'settled' }),
      },
    },
    hooks: {
      visit: {
        beforeWrite(changes) {
          for (const change of changes) {
            const { purpose } = change.input
            if (typeof purpose === 'string') change.set({ subject: purpose.toUpperCase() })
            if (purpose === 'wrong') change.set({ rating: 'five' })
          }
        },
        async afterWrite(changes, { table }) {
          for (const { action, id, after } of changes) {
            if (action !== 'create') continue
            await table('visitLog').insert([{ visitId: id, state: 'open' }])
            const { companyId } = after
            await table('company').set(companyId, { visitCount: (await table('visit').all({ companyId })).length })
          }
        },
      },
    },
  })

const { draft } = await createCrm({ storage: sqlite(':memory:'), plugins: [make()] }).migrate({ dryRun: true })
const visits = () => make([{ id: '0001_start', steps: draft }])

interface RestlessTypes extends PluginTypes {
  entities: { company: { row: { readonly turns: number | null } } }
}
/** Another plugin that hooks into companies, and writes one more time whenever one is written. */
const restless = () =>
  definePlugin<RestlessTypes>({
    id: 'restless',
    version: '1',
    extend: { company: { turns: field.integer().optional().generated() } },
    hooks: {
      company: {
        async afterWrite(changes, { table }) {
          for (const { id, after } of changes) await table('company').set(id, { turns: (after.turns ?? 0) + 1 })
        },
      },
    },
  })
const meddler = () =>
  definePlugin({
    id: 'meddler',
    version: '1',
    hooks: {
      company: {
        beforeWrite(changes) {
          for (const change of changes) if (change.input.city === 'nowhere') change.set({ visitCount: 7 })
        },
      },
    },
  })

const admin = { user: 'u_adm', roles: ['admin'] }
const rep = {
  user: 'u_a',
  roles: ['visitor'],
}
const roles = {
  visitor: {
    grants: {
      visit: { scope: 'all' },
      company: { scope: 'all', can: ['read'], except: ['visitCount'] },
    },
    operations: ['*'],
  },
} as const

onBoth((open) => {
  test('a hook sets generated fields of its own, in what is written and on records of others it has extended', async () => {
    const { crm } = await testCrm({ storage: await open(), plugins: [visits()], roles })
    const told: string[] = []
    crm.on('company.updated', ({ data, actor }) =>
      told.push(`${actor}: ${data.before.visitCount} -> ${data.after.visitCount}`),
    )
    const boss = crm.as(admin)
    const { id: companyId } = await boss.companies.create({ name: 'x' })
    // The rep may write no company and not read the count: the engine writes it all the same.
    const me = crm.as(rep)
    const made = await me.visits.create({ companyId, purpose: 'tea' }, { reason: 'a walk' })
    expect(made).toMatchObject({ purpose: 'tea', subject: 'TEA', version: 1 })
    expect(await me.visits.update(made.id, { purpose: 'coffee' })).toMatchObject({ subject: 'COFFEE', version: 2 })
    expect(await me.companies.get(companyId)).toMatchObject({ visitCount: null, version: 2 })
    expect(await boss.companies.get(companyId)).toMatchObject({ visitCount: 1, version: 2 })
    expect(told).toEqual(['u_a: null -> 1'])
    const story = await boss.companies.story(companyId)
    expect(story.at(-1)).toMatchObject({
      operation: 'companies.set',
      action: 'update',
      actor: 'u_a',
      reason: 'a walk',
      version: 2,
      changes: { visitCount: [null, 1] },
    })
    expect(await codeOf(() => me.companies.update(companyId, { name: 'y' }))).toBe('FORBIDDEN')
    expect(await codeOf(() => boss.visits.create({ companyId, purpose: 'x', subject: 'X' } as VisitCreate))).toBe(
      'UNKNOWN_KEY',
    )
  })

  test('what is set is checked, and nothing is written where nothing changes', async () => {
    const { crm } = await testCrm({ storage: await open(), plugins: [visits()] })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    expect(await errorOf(() => me.visits.create({ companyId, purpose: 'wrong' }))).toMatchObject({
      code: 'INVALID',
      path: 'rating',
    })
    expect(await me.companies.get(companyId)).toMatchObject({ version: 1, visitCount: null })
    const { id } = await me.visits.create({ companyId, purpose: 'tea' })
    const set = (entity: string, of: string, values: object) => me.visits.assign(of, { entity, values: { ...values } })
    expect(await errorOf(() => set('visit', id, { rating: 1.5 }))).toMatchObject({ code: 'INVALID', path: 'rating' })
    expect(await codeOf(() => set('visit', companyId, { rating: 1 }))).toBe('NOT_FOUND')
    await set('visit', id, { rating: 5, subject: 'S' })
    await set('visit', id, { rating: 5 })
    expect(await me.visits.get(id)).toMatchObject({ rating: 5, subject: 'S', version: 2, purpose: 'tea' })
    await set('company', companyId, { visitCount: null })
    expect(await me.companies.get(companyId)).toMatchObject({ visitCount: null, version: 3 })
    const preview = await me.visits.assign(id, { entity: 'visit', values: { rating: 1 } }, { dryRun: true })
    expect(preview.changes).toMatchObject([{ entity: 'visit', action: 'update', fields: { rating: [5, 1] } }])
    expect(await me.visits.get(id)).toMatchObject({ rating: 5 })
  })

  test('only generated fields of the plugin’s own may be set, and only rows of its own logs changed', async () => {
    const { crm } = await testCrm({ storage: await open(), plugins: [visits(), meddler()] })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const { id } = await me.visits.create({ companyId, purpose: 'tea' })
    const refused: readonly [string, string, object][] = [
      ['visit', id, { purpose: 'x' }],
      ['visit', id, { version: 9 }],
      ['visit', id, { nothing: 1 }],
      ['company', companyId, { name: 'y' }],
      ['company', companyId, { label: 'y' }],
      ['visitLog', id, { state: 'x' }],
      ['orderLine', id, { total: 1 }],
      ['deal', id, { title: 'x' }],
      ['nothing', id, {}],
    ]
    for (const [entity, of, values] of refused)
      expect(await codeOf(() => me.visits.assign(of, { entity, values: { ...values } })), entity).toBe('PLUGIN_INVALID')
    expect(await codeOf(() => me.companies.create({ name: 'x', city: 'nowhere' }))).toBe('PLUGIN_INVALID')
    expect(await me.visits.get(id)).toMatchObject({ version: 1 })
  })

  test('rows of a log are changed where they match, and counted', async () => {
    const { crm } = await testCrm({ storage: await open(), plugins: [visits()] })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const { id } = await me.visits.create({ companyId, purpose: 'tea' })
    const { id: other } = await me.visits.create({ companyId, purpose: 'tea' })
    expect([await me.visits.settle(id, {}), await me.visits.settle(id, {})]).toEqual([1, 0])
    expect(await me.visits.settle(other, {})).toBe(1)
  })

  test('a hook that sets what calls it again is cut', async () => {
    const { crm } = await testCrm({ storage: await open(), plugins: [restless()] })
    const me = crm.as(admin)
    expect(await codeOf(() => me.companies.create({ name: 'x' }))).toBe('LOOP_CUT')
    expect(await me.companies.count()).toBe(0)
  })
})
