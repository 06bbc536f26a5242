import {
  type CoreTypes,
  command,
  createCrm,
  definePlugin,
  type PluginTypes,
  query,
  type StorageAdapter,
} from '@guanxi/core'
import { coreFixtures, type Fixtures, reflection } from '@guanxi/testkit'
import { afterAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { memory } from './storages.ts'

const operations = {
  greetings: {
    send: command({
      target: 'collection',
      summary: 'Greet companies.',
      input: z.strictObject({ to: z.array(z.strictObject({ companyId: z.string() })), text: z.string() }),
      output: z.int(),
    }),
    ready: query({
      target: 'collection',
      summary: 'Whether anybody greets.',
      input: z.strictObject({}),
      output: z.boolean(),
    }),
  },
}
interface GreetingTypes extends PluginTypes {
  entities: {}
  operations: typeof operations
  events: {}
}

/** `careless`: it answers for companies that do not exist. */
const greetings = (careless: boolean) =>
  definePlugin<GreetingTypes>({
    id: 'greetings',
    version: '1.0.0',
    operations,
    handlers: {
      greetings: {
        async send({ crm }, { to }) {
          for (const { companyId } of to) if (!careless) await crm.companies.get(companyId)
          return to.length
        },
        ready: async () => true,
      },
    },
  })

const fixtures: Fixtures<CoreTypes & GreetingTypes> = {
  'greetings.send': async (me, unique) => {
    const { id } = await me.companies.create({ name: unique })
    return { input: { to: [{ companyId: id }], text: 'hello' } }
  },
  'greetings.ready': async () => ({ input: {} }),
}

const suite = (careless: boolean, given: typeof fixtures) => ({
  name: 'A plugin',
  create: memory,
  owner: 'greetings',
  fill: coreFixtures,
  crm: (storage: StorageAdapter) => createCrm({ storage, tenancy: 'multi', plugins: [greetings(careless)] }),
  fixtures: given,
})

reflection<CoreTypes & GreetingTypes>({ ...suite(false, fixtures), describe, test, afterAll })

test('the suite finds a plugin that takes any id, and an operation without a fixture', {
  timeout: 60_000,
}, async () => {
  const cases: [string, () => Promise<void>][] = []
  const undo: (() => Promise<void>)[] = []
  const { 'greetings.ready': _, ...incomplete } = fixtures
  reflection<CoreTypes & GreetingTypes>({
    ...suite(true, incomplete),
    describe: (_, run) => run(),
    test: (name, run) => cases.push([name, run]),
    afterAll: (run) => undo.push(run),
  })
  const failed: string[] = []
  for (const [name, run] of cases) await run().catch(() => failed.push(name))
  for (const run of undo) await run()
  expect(failed).toEqual([
    'every operation has a fixture',
    'greetings.send refuses what it must',
    'the other tenant has what he had',
  ])
})
