import {
  type CoreTypes,
  CrmError,
  command,
  createCrm,
  defineEntity,
  definePlugin,
  field,
  type Plugin,
  query,
} from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { type Fixtures, pluginConformance } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { memory } from './storages.ts'
import { type Definition, untyped } from './untyped.ts'

const pet = defineEntity({
  name: 'pet',
  plural: 'pets',
  keeping: 'log',
  fields: { name: field.string().plain(), owner: field.string().plain() },
})

const operations = {
  pets: {
    adopt: command({
      target: 'collection',
      summary: 'Adopt a pet.',
      input: z.strictObject({ name: z.string() }),
      output: z.string(),
    }),
    count: query({ target: 'collection', summary: 'How many I have.', input: z.strictObject({}), output: z.int() }),
  },
}
const handlers: Definition['handlers'] = {
  pets: {
    async adopt({ table, actor }, input) {
      const { name } = input as { name: string }
      await table('pet').insert([{ name, owner: actor.user }])
      return name
    },
    count: async ({ table, actor }) => (await table('pet').all({ owner: actor.user })).length,
  },
}

/** A sound plugin, but for what is given. */
function plugin(parts: Partial<Definition> = {}) {
  return untyped({ id: 'pets', version: '1.0.0', entities: [pet], operations, handlers, ...parts })
}
const { draft } = await createCrm({ storage: sqlite(':memory:'), plugins: [plugin()] }).migrate({ dryRun: true })
const migrations = [{ id: '0001_start', steps: draft }]
const sound = (parts: Partial<Definition> = {}) => plugin({ migrations, ...parts })

const petFixtures: Fixtures = {
  'pets.adopt': async (_, unique) => ({ input: { name: unique } }),
  'pets.count': async () => ({ input: {} }),
}

interface Asked {
  readonly fixtures?: Fixtures
  readonly needs?: readonly Plugin[]
  /** Asks for this promise alone. */
  readonly promise?: string
}

/** The promises that a plugin does not keep. */
async function broken(made: Plugin, { fixtures = petFixtures, needs = [], promise }: Asked = {}): Promise<string[]> {
  const cases: [string, () => Promise<void>][] = []
  const undo: (() => Promise<void>)[] = []
  pluginConformance({
    plugin: made as Plugin<CoreTypes>,
    fixtures,
    needs,
    create: memory,
    describe: (_, run) => run(),
    test: (name, run) => cases.push([name, run]),
    afterAll: (run) => undo.push(run),
  })
  const failed: string[] = []
  const asked = cases.filter(([name]) => promise === undefined || name === promise)
  for (const [name, run] of asked) await run().catch(() => failed.push(name))
  for (const run of undo) await run().catch(() => undefined)
  return failed
}

const adopting = (adopt: Definition['handlers'][string][string]): Partial<Definition> => ({
  handlers: { pets: { ...handlers.pets, adopt } },
})

test('a sound plugin keeps every promise', async () => {
  expect(await broken(sound())).toEqual([])
})

/** A clean slate for each plugin: what is planted lives in the module. */
let counter = 0
const cases: readonly (readonly [what: string, plugin: () => Plugin, promise: string])[] = [
  [
    'a definition that can still be changed',
    () => ({ ...sound(), '~definition': { ...sound()['~definition'] } }),
    'it is frozen: nobody can change it once it is made',
  ],
  ['a version that is none', () => sound({ version: 'newest' }), 'its names are spelled as names are'],
  [
    'an error without Chinese words',
    () => sound({ errors: { PET_GONE: { status: 409, en: 'Pet {name} is gone.', zh: 'Pet {name} is gone.' } } }),
    'its errors have a status, and words in English and Chinese with the same details',
  ],
  [
    'a contract that names an error which nobody declares',
    () =>
      sound({
        operations: { pets: { ...operations.pets, adopt: { ...operations.pets.adopt, errors: ['PET_GONE'] } } },
      }),
    'its contracts name errors that exist, and say what they do',
  ],
  [
    'hooks that reach beyond the actor, and nobody was told',
    () => sound({ hooks: { company: { elevate: true, afterWrite() {} } } }),
    'only these hooks act without the limits of the actor',
  ],
  [
    'an input that no JSON schema can tell',
    () =>
      sound({
        operations: {
          pets: {
            ...operations.pets,
            adopt: { ...operations.pets.adopt, input: z.strictObject({ name: z.string(), at: z.date().optional() }) },
          },
        },
      }),
    'its inputs can be told as JSON schemas',
  ],
  [
    'a text that does not say whether it tells of a person',
    () => sound({ extend: { company: { nick: field.string().optional() } } }),
    'every text says whether it tells of a person',
  ],
  ['a missing migration', () => plugin(), 'its migrations lead to what its entities imply, and to nothing else'],
  [
    'a migration of a table that no entity has',
    () =>
      sound({
        migrations: [
          ...migrations,
          {
            id: '0002_more',
            steps: [{ step: 'createTable', table: 'cages', columns: [{ name: 'id', type: 'text', nullable: false }] }],
          },
        ],
      }),
    'its migrations lead to what its entities imply, and to nothing else',
  ],
  [
    'a hook that writes the ids of its records into those of others',
    () =>
      sound(
        adopting(async (context, input) => {
          const { name } = input as { name: string }
          const crm = context.crm as never as Record<'companies', { create(input: object): Promise<unknown> }>
          const [id] = ['01890000-0000-7000-8000-00000000abcd']
          await context.table('pet').insert([{ id: `${id}${name}`, name, owner: 'x' }])
          await crm.companies.create({ name: `${id}${name}` })
          return name
        }),
      ),
    'used and uninstalled, it leaves no table, no key and no word of its records',
  ],
  [
    'a count that all instances share',
    () =>
      sound(
        adopting(async ({ table, actor }) => {
          counter++
          await table('pet').insert([{ name: `pet ${counter}`, owner: actor.user }])
          return 'x'
        }),
      ),
    'two instances in one process do not know of each other',
  ],
  [
    'an answer that is no JSON',
    () =>
      sound({
        operations: { pets: { ...operations.pets, count: { ...operations.pets.count, output: z.unknown() } } },
        handlers: { pets: { ...handlers.pets, count: async () => ({ at: new Date(0) }) } },
      }),
    'its operations answer plain JSON, and a dry run of a command writes nothing',
  ],
  [
    'a query that counts past the permissions',
    () =>
      sound({
        handlers: { pets: { ...handlers.pets, count: async ({ table }) => (await table('pet').all({})).length } },
      }),
    'its queries and records tell nobody of records that he may not see',
  ],
  [
    'an operation that refuses by a code which nobody declared',
    () =>
      sound(
        adopting(async (_, input) => {
          throw new CrmError('PET_SHY', { details: { path: JSON.stringify(input) } })
        }),
      ),
    'pets.adopt succeeds, for its tenant alone',
  ],
]

test.each(cases)('the suite finds %s', { timeout: 120_000 }, async (_, make, promise) => {
  expect(await broken(make(), { promise })).toEqual([promise])
})

test('the suite finds an operation without a fixture', async () => {
  const { 'pets.count': _, ...incomplete } = petFixtures
  const promise = 'every operation has a fixture'
  expect(await broken(sound(), { promise, fixtures: incomplete })).toEqual([promise])
})

test('the suite finds a plugin that is needed and not named', async () => {
  const other = definePlugin({ id: 'zoo', version: '1.0.0' })
  const promise = 'it boots with the plugins that it names, and with no less'
  expect(await broken(sound(), { promise, needs: [other] })).toEqual([promise])
})

test('the suite finds a handler that writes outside of its transaction', async () => {
  let outside: (() => Promise<unknown>) | undefined
  const made = sound(
    adopting(async () => {
      await outside?.()
      return 'x'
    }),
  )
  const cases: [string, () => Promise<void>][] = []
  pluginConformance({
    plugin: made as Plugin<CoreTypes>,
    fixtures: petFixtures,
    create: memory,
    crm(instance) {
      const crm = createCrm(instance)
      outside = () => crm.asSystem({ reason: 'outside' }).companies.create({ name: 'x' })
      return crm
    },
    describe: (_, run) => run(),
    test: (name, run) => cases.push([name, run]),
    afterAll: () => undefined,
  })
  const [, dry] = cases.find(([name]) => name.startsWith('its operations answer')) ?? []
  await expect(dry?.()).rejects.toMatchObject({ code: 'TRANSACTION_MISUSE' })
})
