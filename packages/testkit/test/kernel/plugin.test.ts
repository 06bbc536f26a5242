import {
  type CoreTypes,
  type CreateOf,
  CrmError,
  command,
  createCrm,
  defineEntity,
  definePipeline,
  definePlugin,
  type EntityOf,
  field,
  type InverseOf,
  type Migration,
  type PluginTypes,
  query,
  type RowOf,
  recordOf,
  type Staged,
  type System,
} from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { testCrm } from '@guanxi/testkit'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { codeOf, errorOf, onBoth } from '../both.ts'
import { rowsOf } from '../rows-of.ts'

const visit = defineEntity({
  name: 'visit',
  plural: 'visits',
  staged: true,
  fields: {
    companyId: field.ref('company'),
    ownerId: field.string().optional(),
    purpose: field.string({ min: 1 }),
    notes: field.text().optional(),
  },
  relations: { company: { to: 'company', via: 'companyId', inverse: 'visits' } },
})
interface Visit extends System, Staged<'planned' | 'done'>, RowOf<typeof visit.fields> {}
interface VisitCreate extends CreateOf<typeof visit.fields> {}
const operations = {
  visits: {
    plan: command({
      target: 'collection',
      summary: 'Plan a visit.',
      input: z.strictObject({ companyId: z.string(), purpose: z.string().min(1) }),
      output: recordOf('visit'),
    }),
    finish: command({
      target: 'record',
      summary: 'Finish a visit.',
      input: z.strictObject({ notes: z.string() }),
      output: recordOf('visit'),
    }),
    busy: query({ target: 'collection', summary: 'How many are planned.', input: z.strictObject({}), output: z.int() }),
    takeOver: command({
      target: 'record',
      summary: 'Take a visit over.',
      input: z.strictObject({}),
      output: recordOf('visit'),
      elevate: true,
    }),
  },
}
interface VisitTypes extends PluginTypes {
  entities: {
    visit: EntityOf<typeof visit, Visit, VisitCreate>
    company: { row: { readonly lastVisit: string | null } }
  } & InverseOf<typeof visit>
  operations: typeof operations
  events: { 'visit.planned': { readonly purpose: string } }
}

const extend = { company: { lastVisit: field.datetime().optional().generated() } }
const make = (migrations: readonly Migration[], hook?: () => void) =>
  definePlugin<VisitTypes>({
    id: 'visits',
    version: '1.0.0',
    entities: [visit],
    extend,
    migrations,
    pipelines: { visit: definePipeline({ entity: 'visit', stages: { planned: {}, done: { type: 'won' } } }) },
    operations,
    facts: ['visit.planned'],
    errors: { VISIT_EMPTY: { status: 409, en: 'Visit {id} has nothing to tell.', zh: '拜访 {id} 没有内容。' } },
    handlers: {
      visits: {
        plan: async ({ crm, emit }, input) => {
          const made = await crm.visits.create(input)
          if (input.purpose === 'rumour')
            emit('visit.rumoured' as 'visit.planned', { purpose: 'x' }, { entity: 'visit', recordId: made.id })
          emit('visit.planned', { purpose: made.purpose }, { entity: 'visit', recordId: made.id })
          return made
        },
        finish: async ({ crm }, { id, notes }) => {
          if (notes === '') throw new CrmError('VISIT_EMPTY', { details: { id }, hint: 'Write what was said.' })
          await crm.visits.update(id, { notes })
          return crm.visits.move(id, { to: 'done' })
        },
        busy: ({ crm }) => crm.visits.count({ where: { stage: 'planned' } }),
        takeOver: ({ crm, actor }, { id }) => crm.visits.update(id, { ownerId: actor.user }),
      },
    },
    hooks: {
      visit: {
        beforeWrite(changes) {
          for (const change of changes) {
            if (change.input.purpose === 'spam')
              throw new CrmError('INVALID', { details: { path: 'purpose', problem: 'not this' } })
            if (change.input.purpose === 'shout') change.set({ purpose: 'whisper' })
            if (change.input.purpose === 'mutate') Object.assign(change.input, { purpose: 7 })
            if (change.input.purpose === 'break') change.set({ purpose: '' })
          }
          hook?.()
        },
      },
    },
  })

// As an author does it: the draft of a dry run, frozen.
const { draft } = await createCrm({ storage: sqlite(':memory:'), plugins: [make([])] }).migrate({ dryRun: true })
const visits = (hook?: () => void) => make([{ id: '0001_start', steps: draft }], hook)

const admin = { user: 'u_adm', roles: ['admin'] }

onBoth((open) => {
  test('a plugin’s operation runs in one transaction, as the same actor, and tells its own facts', async () => {
    const storage = await open()
    const { crm } = await testCrm({ storage, plugins: [visits()] })
    const told: string[] = []
    crm.on('visit.planned', ({ data }) => told.push(data.purpose))
    crm.on('visit.created', ({ data }) => told.push(`created ${data.purpose}`))
    const me = crm.as({ user: 'u_a', roles: ['sales', 'visitor'].slice(0, 1) })
    const { id: companyId } = await me.companies.create({ name: 'x' })
    expect(await codeOf(() => me.visits.plan({ companyId, purpose: 'hello' }))).toBe('FORBIDDEN')
    const boss = crm.as(admin)
    const planned = await boss.visits.plan({ companyId, purpose: 'hello' })
    expect(planned).toMatchObject({ stage: 'planned', ownerId: 'u_adm', companyId })
    expect(told).toEqual(['created hello', 'visit.planned', 'hello'].filter((t) => t !== 'visit.planned'))
    const stale = () => boss.visits.finish(planned.id, { notes: 'x' }, { ifVersion: 7 })
    expect(await codeOf(stale)).toBe('VERSION_CONFLICT')
    const done = await boss.visits.finish(planned.id, { notes: 'all well' }, { ifVersion: 1 })
    expect(done).toMatchObject({ stage: 'done', notes: 'all well', version: 3 })
    expect(await boss.visits.busy({})).toBe(0)
    const audit = await rowsOf(storage, 'audit')
    expect(audit.map(({ operation }) => operation)).toEqual([
      'companies.create',
      'visits.create',
      'visits.plan',
      'visits.update',
      'visits.move',
      'visits.finish',
    ])
    const found = await boss.companies.list({
      where: { visits: { some: { stage: 'done' } } },
      include: { visits: true },
    })
    expect(found.items[0]?.visits[0]?.notes).toBe('all well')
    expect(found.items[0]?.lastVisit).toBeNull()
  })

  test('a dry run of an operation previews what its handler would change, and its errors have their own words', async () => {
    const storage = await open()
    const { crm } = await testCrm({ storage, plugins: [visits()] })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const preview = await me.visits.plan({ companyId, purpose: 'hello' }, { dryRun: true })
    expect(preview.changes).toMatchObject([{ entity: 'visit', action: 'create', fields: { purpose: [null, 'hello'] } }])
    expect(preview.facts.map(({ type }) => type)).toEqual(['visit.created', 'visit.planned'])
    const planned = await me.visits.plan({ companyId, purpose: 'hello' })
    const finish = await me.visits.finish(planned.id, { notes: 'x' }, { dryRun: true })
    expect(finish.changes.map(({ action }) => action)).toEqual(['update', 'move'])
    expect(await me.visits.get(planned.id)).toMatchObject({ version: 1, stage: 'planned' })
    expect(await codeOf(() => me.visits.plan({ companyId, purpose: 'rumour' }))).toBe('PLUGIN_INVALID')
    const error = await errorOf(() => me.visits.finish(planned.id, { notes: '' }))
    expect(error).toMatchObject({
      code: 'VISIT_EMPTY',
      status: 409,
      message: `Visit ${planned.id} has nothing to tell.`,
    })
    expect([error.localized('zh-CN'), error.hint]).toEqual([`拜访 ${planned.id} 没有内容。`, 'Write what was said.'])
  })

  test('a handler that fails leaves nothing, whatever it had done', async () => {
    const storage = await open()
    const { crm } = await testCrm({ storage, plugins: [visits()] })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const planned = await me.visits.plan({ companyId, purpose: 'hello' })
    await me.visits.move(planned.id, { to: 'done' })
    const before = await rowsOf(storage, 'audit')
    // The update of the notes works, the move does not.
    expect(await codeOf(() => me.visits.finish(planned.id, { notes: 'x' }))).toBe('TRANSITION_NOT_ALLOWED')
    expect(await me.visits.get(planned.id)).toMatchObject({ notes: null, version: 2 })
    expect(await rowsOf(storage, 'audit')).toEqual(before)
  })

  test('elevate: what it calls runs without the actor’s own limits, as the actor', async () => {
    const { crm } = await testCrm({
      storage: await open(),
      plugins: [visits()],
      roles: {
        visitor: {
          grants: { visit: { scope: 'own' }, company: { scope: 'all', can: ['read'] } },
          operations: ['visits.takeOver'],
        },
      },
    })
    const { id: companyId } = await crm.as(admin).companies.create({ name: 'x' })
    const { id } = await crm.as(admin).visits.create({ companyId, purpose: 'hello' })
    const me = crm.as({ user: 'u_b', roles: ['visitor'] })
    expect(await codeOf(() => me.visits.update(id, { ownerId: 'u_b' }))).toBe('NOT_FOUND')
    expect(await me.visits.takeOver(id, {})).toMatchObject({ ownerId: 'u_b' })
    expect(await me.visits.get(id)).toMatchObject({ ownerId: 'u_b' })
  })

  test('hooks change and veto; what they change is checked again; their errors name them', async () => {
    let broken = false
    const hook = () => {
      if (broken) throw new Error('oops')
    }
    const { crm } = await testCrm({ storage: await open(), plugins: [visits(hook)] })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const create = (purpose: string) => me.visits.create({ companyId, purpose })
    expect((await create('shout')).purpose).toBe('whisper')
    expect(await errorOf(() => create('spam'))).toMatchObject({ code: 'INVALID', path: 'purpose' })
    expect(await errorOf(() => create('break'))).toMatchObject({ code: 'INVALID', path: 'purpose' })
    expect(await errorOf(() => create('mutate'))).toMatchObject({ code: 'HOOK_FAILED', details: { plugin: 'visits' } })
    broken = true
    expect(await errorOf(() => create('x'))).toMatchObject({
      code: 'HOOK_FAILED',
      details: { plugin: 'visits', hook: 'beforeWrite' },
    })
    broken = false
    expect(await me.visits.count()).toBe(1)
  })

  test('F4: a plugin that is added later migrates a database with data', async () => {
    const storage = await open()
    const { crm } = await testCrm({ storage })
    const { id } = await crm.as(admin).companies.create({ name: 'x' })
    const later = createCrm({ storage, plugins: [visits()] })
    expect(await codeOf(() => later.as(admin).companies.get(id))).toBe('MIGRATION_REQUIRED')
    expect((await later.migrate()).applied).toEqual(['visits/0001_start'])
    expect(await later.as(admin).companies.get(id)).toMatchObject({ name: 'x', lastVisit: null })
    await later.as(admin).visits.plan({ companyId: id, purpose: 'hello' })
  })
})

describe('plugins that do not fit together are refused at boot', () => {
  const storage = () => sqlite(':memory:')
  const one = (id: string, parts: object = {}) => definePlugin({ id, version: '1', ...parts })
  const pet = defineEntity({ name: 'pet', plural: 'pets', fields: { name: field.string() } })
  const cases: readonly [string, () => unknown, object][] = [
    [
      'two owners of an entity',
      () => [one('a', { entities: [pet] }), one('b', { entities: [pet] })],
      { code: 'PLUGIN_CONFLICT', details: { owner: 'a', other: 'b' } },
    ],
    [
      'two owners of a field',
      () => [
        one('a', { extend: { company: { tier: field.string().optional() } } }),
        one('b', { extend: { company: { tier: field.string().optional() } } }),
      ],
      { code: 'PLUGIN_CONFLICT', details: { owner: 'a', other: 'b' } },
    ],
    [
      'a field that the core has',
      () => [one('a', { extend: { company: { name: field.string().optional() } } })],
      { code: 'PLUGIN_CONFLICT', details: { owner: 'core', other: 'a' } },
    ],
    [
      'two owners of a role',
      () => [one('a', { roles: { r: { grants: {} } } }), one('b', { roles: { r: { grants: {} } } })],
      { code: 'PLUGIN_CONFLICT' },
    ],
    ['the same plugin twice', () => [one('a'), one('a')], { code: 'PLUGIN_INVALID' }],
    ['a plugin that is missing', () => [one('a', { dependsOn: ['b'] })], { code: 'PLUGIN_INVALID' }],
    ['a circle', () => [one('a', { dependsOn: ['b'] }), one('b', { dependsOn: ['a'] })], { code: 'PLUGIN_INVALID' }],
    [
      'a contract without a handler',
      () => [one('a', { operations: { companies: { x: operations.visits.busy } } })],
      { code: 'PLUGIN_INVALID' },
    ],
    [
      'an operation that the core has',
      () => [
        one('a', {
          operations: { companies: { create: operations.visits.busy } },
          handlers: { companies: { create: async () => 1 } },
        }),
      ],
      { code: 'PLUGIN_CONFLICT' },
    ],
    [
      'an input that lets unknown keys pass',
      () => [
        one('a', {
          operations: {
            companies: {
              x: query({
                target: 'collection',
                summary: 'x',
                input: z.object({ a: z.array(z.object({})) }),
                output: z.int(),
              }),
            },
          },
          handlers: { companies: { x: async () => 1 } },
        }),
      ],
      { code: 'PLUGIN_INVALID' },
    ],
    [
      'a required field for records that exist',
      () => [one('a', { extend: { company: { x: field.string() } } })],
      { code: 'SCHEMA_INVALID' },
    ],
    [
      'stages without a pipeline',
      () => [one('a', { entities: [defineEntity({ name: 'pet', plural: 'pets', staged: true, fields: {} })] })],
      { code: 'PLUGIN_INVALID' },
    ],
    [
      'a code that the core has',
      () => [one('a', { errors: { INVALID: { status: 400, en: 'A.', zh: '一。' } } })],
      { code: 'PLUGIN_CONFLICT' },
    ],
    ['a hook on nothing', () => [one('a', { hooks: { nothing: {} } })], { code: 'PLUGIN_INVALID' }],
    ['a name that is no name', () => [one('A b')], { code: 'PLUGIN_INVALID' }],
    ['no name at all', () => [one(undefined as never)], { code: 'PLUGIN_INVALID' }],
  ]
  test.each(cases)('%s', async (_, plugins, error) => {
    expect(await errorOf(() => createCrm({ storage: storage(), plugins: plugins() as [] }))).toMatchObject(error)
  })

  test('an entity that no migration makes is noticed, and the missing steps are drafted', async () => {
    const crm = createCrm({ storage: storage(), plugins: [one('a', { entities: [pet] })] })
    expect((await crm.migrate({ dryRun: true })).draft).toMatchObject([{ step: 'createTable', table: 'pets' }])
    expect(await errorOf(() => crm.migrate())).toMatchObject({
      code: 'MIGRATION_MISSING',
      details: { tables: ['pets'] },
    })
  })

  test('plugins come after those that they depend on', () => {
    const crm = createCrm({ storage: storage(), plugins: [one('b', { dependsOn: ['a'], entities: [pet] }), one('a')] })
    expect(crm.describe().entities.find(({ name }) => name === 'pet')).toMatchObject({ owner: 'b' })
  })

  test('pipelines that are not sound are refused when they are defined', async () => {
    const define = (stages: Record<string, object>, transitions?: Record<string, string[]>) => () =>
      definePipeline({ entity: 'deal', stages, ...(transitions === undefined ? {} : { transitions }) })
    expect(await errorOf(define({}))).toMatchObject({ code: 'PIPELINE_INVALID' })
    expect(await errorOf(define({ a: {}, b: {}, c: { type: 'won' } }, { a: ['c'] }))).toMatchObject({
      details: { problem: 'b cannot be reached' },
    })
    expect(await errorOf(define({ a: {}, b: {}, c: { type: 'won' } }, { a: ['b', 'c'], b: [] }))).toMatchObject({
      details: { problem: 'b is a dead end' },
    })
    expect(await errorOf(define({ a: {}, b: { type: 'won' } }, { a: ['x'] }))).toMatchObject({
      code: 'PIPELINE_INVALID',
    })
    expect(
      await errorOf(() =>
        createCrm({ storage: storage(), pipelines: { x: definePipeline({ entity: 'company', stages: { a: {} } }) } }),
      ),
    ).toMatchObject({ code: 'PIPELINE_INVALID' })
  })
})

interface NoTypes extends PluginTypes {
  operations: {}
  events: {}
}

onBoth((make) => {
  test('what an operation calls has its instant, however long it takes', async () => {
    let wait: () => Promise<void> = async () => {}
    const slow = definePlugin<NoTypes, CoreTypes>({
      id: 'slow',
      version: '1',
      hooks: {
        company: {
          actions: ['create'],
          async afterWrite([company], { crm }) {
            await wait()
            await crm.contacts.create({ name: 'Li', companyId: company?.id ?? '' })
          },
        },
      },
    })
    const { crm, clock } = await testCrm({ storage: await make(), plugins: [slow] })
    wait = () => clock.advance('PT4S')
    const me = crm.as({ user: 'u_admin', roles: ['admin'] })
    const company = await me.companies.create({ name: 'Acme' })
    const [contact] = (await me.contacts.list()).items
    expect(contact?.createdAt).toBe(company.createdAt)
    expect(clock.at > company.createdAt).toBe(true)
  })
})
