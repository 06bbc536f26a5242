import {
  CrmError,
  command,
  createCrm,
  defineEntity,
  definePipeline,
  field,
  type Guard,
  inputOf,
  recordOf,
  type StorageAdapter,
} from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { errorOf, onBoth } from '../both.ts'
import { type Definition, untyped } from '../untyped.ts'

type Untyped = Readonly<Record<string, unknown>>

const shape = (more: Untyped = {}, fields: Parameters<typeof defineEntity>[0]['fields'] = {}) => ({
  name: 'visit',
  plural: 'visits',
  fields: { companyId: field.ref('company'), ...fields },
  relations: { company: { to: 'company', via: 'companyId', inverse: 'visits' } },
  ...more,
})
const visit = (...parts: Parameters<typeof shape>) =>
  defineEntity(shape(...parts) as Parameters<typeof defineEntity>[0])
const contract = (more: Untyped = {}) =>
  command({ target: 'collection', summary: 'Go.', input: z.strictObject({}), output: z.int(), ...more })
const going = (more: Untyped, handle: Definition['handlers'][string][string] = async () => 1): Partial<Definition> => ({
  operations: { visits: { go: contract(more) as Definition['operations'][string][string] } },
  handlers: { visits: { go: handle } },
})
const stages = { planned: {}, done: { type: 'won' } } as const
const guarded = (guard: Guard): Partial<Definition> => ({
  entities: [visit({ staged: true })],
  pipelines: { round: definePipeline({ entity: 'visit', stages, guards: { ready: guard } }) },
})

const visits = (parts: Partial<Definition> = {}) =>
  untyped({ id: 'visits', version: '1.0.0', entities: [visit()], ...parts })
const boot = (parts: Partial<Definition>) =>
  errorOf(() => createCrm({ storage: sqlite(':memory:'), plugins: [visits(parts)] }))

const wrong: readonly (readonly [what: string, parts: () => Partial<Definition>, code: string, words: string])[] = [
  [
    'a field that refers to nothing',
    () => ({ entities: [visit({}, { planId: field.ref('plan') })] }),
    'SCHEMA_INVALID',
    'visit.planId refers to plan, which is not defined',
  ],
  [
    'what is owned by no relation',
    () => ({ entities: [visit({ ownedBy: 'companies' })] }),
    'SCHEMA_INVALID',
    'visit is owned by companies, which is no relation of its own',
  ],
  [
    'an owner that callers would have to name',
    () => ({ entities: [visit({ ownedBy: 'company' })] }),
    'SCHEMA_INVALID',
    'visit.companyId is set by the owner',
  ],
  [
    'a plural that somebody has',
    () => ({ entities: [visit({ plural: 'companies' })] }),
    'PLUGIN_CONFLICT',
    'Plural companies is defined by both core and visits',
  ],
  [
    'a guard whose condition names no field',
    () => guarded({ where: { paid: true } }),
    'PIPELINE_INVALID',
    'Pipeline round is not sound: the condition of guard ready is none: Unknown key where.paid.',
  ],
  [
    'a contract that answers a record of nothing',
    () => going({ output: z.strictObject({ made: z.array(recordOf('vist')) }) }),
    'PLUGIN_INVALID',
    'visits.go names vist, which is not defined',
  ],
  [
    'a contract that takes a record of nothing',
    () => going({ input: z.strictObject({ visit: inputOf('vist').optional() }) }),
    'PLUGIN_INVALID',
    'visits.go names vist, which is not defined',
  ],
  [
    'a role with the own records of what nobody owns',
    () => ({ roles: { rep: { grants: { visit: { scope: 'own' } } } } }),
    'ROLE_INVALID',
    'nobody owns a visit, for it has no field ownerId',
  ],
]

test.each(wrong)('a definition is refused at boot: %s', async (_, parts, code, words) => {
  const error = await boot(parts())
  expect([error.code, error.message]).toEqual([code, expect.stringContaining(words)])
  expect(error.message).toMatch(/[^.]\.$/)
})

test('an operation whose name records have already', async () => {
  const create = contract() as Definition['operations'][string][string]
  expect(
    await boot({ operations: { visits: { create } }, handlers: { visits: { create: async () => 1 } } }),
  ).toMatchObject({
    code: 'PLUGIN_CONFLICT',
    hint: 'Records have create already: give the operation another name.',
  })
})

test('a plural where an entity is meant: the hint names the entity', async () => {
  const singular = { hint: 'Entities are named in the singular here: company.' }
  expect(await boot({ entities: [visit({}, { otherId: field.ref('companies') })] })).toMatchObject(singular)
  expect(await boot(going({ output: recordOf('companies') }))).toMatchObject(singular)
})

test('a stage says nothing that is not known', async () => {
  const define = (stage: object) =>
    errorOf(() => definePipeline({ entity: 'visit', stages: { planned: {}, done: stage } }))
  expect(await define({ requires: ['report'] })).toMatchObject({
    code: 'PIPELINE_INVALID',
    details: { problem: 'stage done has requires: known are type, probability, require' },
  })
  expect(await define({ type: 'final' })).toMatchObject({
    details: { problem: 'stage done is final: it may be open, won, lost' },
  })
})

test('a guard may ask for a field of a tenant’s own', () => {
  const plugin = visits(guarded({ where: { custom: { signed: true } } }))
  expect(() => createCrm({ storage: sqlite(':memory:'), plugins: [plugin] })).not.toThrow()
})

onBoth((make) => {
  /** An instance with this plugin, its tables made as an author makes them. */
  async function using(parts: Partial<Definition>) {
    const storage: StorageAdapter = await make()
    const { draft } = await createCrm({ storage: sqlite(':memory:'), plugins: [visits(parts)] }).migrate({
      dryRun: true,
    })
    const plugin = visits({ ...parts, migrations: [{ id: '0001_visits', steps: draft }] })
    const { crm } = await testCrm({ storage, plugins: [plugin] })
    const me = crm.as({ user: 'u', roles: ['admin'] }) as unknown as Record<
      string,
      Record<string, (...input: unknown[]) => Promise<Record<string, unknown>>>
    >
    return (operation: string, ...input: unknown[]) => {
      const [resource = '', key = ''] = operation.split('.')
      return me[resource]?.[key]?.(...input) ?? Promise.reject(new Error(`no ${operation}`))
    }
  }

  test('a handler that throws a code which nobody has declared has failed', async () => {
    const call = await using(
      going({}, async () => {
        throw new CrmError('VISIT_GONE')
      }),
    )
    expect(await errorOf(() => call('visits.go', {}))).toMatchObject({
      code: 'HANDLER_FAILED',
      hint: 'Declare the code: definePlugin({ errors: { VISIT_GONE: { status, en, zh } } }).',
      cause: { code: 'VISIT_GONE' },
    })
  })

  test('a hook that throws a code which nobody has declared has failed', async () => {
    const call = await using({
      hooks: {
        company: {
          beforeWrite() {
            throw new CrmError('VISIT_GONE')
          },
        },
      },
    })
    expect(await errorOf(() => call('companies.create', { name: 'Acme' }))).toMatchObject({
      code: 'HOOK_FAILED',
      hint: expect.stringContaining('VISIT_GONE: { status, en, zh }'),
    })
  })

  test('a fact is about a record of an entity that there is', async () => {
    const about = (entity: string): Definition['handlers'][string][string] =>
      async function go({ emit }) {
        emit('visit.gone', {}, { entity, recordId: 'x' })
        return 1
      }
    const call = await using({ ...going({}, about('visits')), facts: ['visit.gone'] })
    expect(await errorOf(() => call('visits.go', {}))).toMatchObject({
      code: 'PLUGIN_INVALID',
      details: { problem: 'the fact visit.gone is about visits, which is not defined' },
      hint: 'Entities are named in the singular here: visit.',
    })
  })

  test('the table of a plural: the hint names the entity', async () => {
    const call = await using(going({}, async ({ table }) => (await table('visits').all({})).length))
    expect(await errorOf(() => call('visits.go', {}))).toMatchObject({
      code: 'PLUGIN_INVALID',
      hint: 'Entities are named in the singular here: visit.',
    })
  })

  test('a guard that breaks is named, and its cause is kept; nothing moves', async () => {
    const broken = (): boolean => {
      throw new RangeError('boom')
    }
    const call = await using(guarded({ to: ['done'], allow: broken }))
    const { id: companyId } = await call('companies.create', { name: 'Acme' })
    const { id } = await call('visits.create', { companyId })
    const error = await errorOf(() => call('visits.move', id, { to: 'done' }))
    expect(error).toMatchObject({ code: 'PIPELINE_INVALID', details: { problem: 'guard ready failed' } })
    expect(error.cause).toBeInstanceOf(RangeError)
    expect(await call('visits.get', id)).toMatchObject({ stage: 'planned', version: 1 })
  })

  test('a field that is set for the caller: the hint says by whom', async () => {
    const call = await using({ entities: [visit({}, { lastOn: field.date().optional().generated() })] })
    const { id: companyId } = await call('companies.create', { name: 'Acme' })
    const given = (more: object) => errorOf(() => call('visits.create', { companyId, ...more }))
    expect(await given({ lastOn: '2026-01-01' })).toMatchObject({
      code: 'UNKNOWN_KEY',
      path: 'lastOn',
      hint: 'Leave it out: the plugin visits sets lastOn.',
    })
    expect(await given({ createdAt: '2026-01-01T00:00:00Z' })).toMatchObject({
      hint: 'Leave it out: the CRM sets createdAt.',
    })
    expect(await given({ colour: 'red' })).toMatchObject({ hint: 'Remove the key, or define the field.' })
    expect(await errorOf(() => call('visits.createMany', [{ companyId }, { companyId, lastOn: null }]))).toMatchObject({
      path: '[1].lastOn',
      hint: 'Leave it out: the plugin visits sets lastOn.',
    })
  })
})

test('a plugin is frozen to the last: the values and defaults of its fields, too', () => {
  const [values, standard] = [['a', 'b'], { open: ['9:00'] }]
  const fields = { tone: field.enum(values), hours: field.json(z.unknown()).default(standard).plain() }
  const entity = defineEntity({ name: 'visit', plural: 'visits', fields })
  visits({ entities: [entity] })
  for (const given of [values, standard, standard.open, fields]) expect(Object.isFrozen(given)).toBe(true)
})
