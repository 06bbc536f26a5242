import { type CoreTypes, command, definePlugin, type PluginTypes, type Scope } from '@guanxi/core'
import * as z from 'zod'
import { company, type Me, nothing, type Pair } from './pair.ts'

const input = () => z.strictObject({})
const operations = {
  broken: {
    ask: command({ target: 'collection', summary: 'Asks for it.', input, output: z.void }),
    fail: command({ target: 'collection', summary: 'Fails.', input, output: z.void }),
  },
}
interface Broken extends PluginTypes {
  operations: typeof operations
  events: {}
}

/** What is done later, and cannot be done. */
export const broken = definePlugin<Broken, CoreTypes & Broken>({
  id: 'broken',
  version: '1.0.0',
  operations,
  handlers: {
    broken: {
      async ask({ later, now }) {
        await later({ at: now }).broken.fail({})
      },
      async fail({ crm }) {
        await crm.companies.get('nowhere')
      },
    },
  },
})

const field = { entity: 'company', name: 'sizeClass', kind: 'string', class: 'plain' } as const
const defined = async (me: Me) => {
  await me.customFields.define(field)
  return nothing()
}
const grants = { company: { scope: 'own' as const } }
const stages = { due: {}, next: {}, done: { type: 'won' as const } }
const staged = async (me: Me) => {
  await me.pipelines.define({ name: 'own', entity: 'deal', stages })
  return (await me.deals.create({ title: 'x', companyId: await company(me), pipeline: 'own' })).id
}
const shorter = { name: 'own', stages: { due: {}, done: stages.done }, mapping: { next: 'done' } }

/** What tenants define, and what the engine itself keeps. */
export const systemPairs: readonly Pair[] = [
  {
    name: 'a field is defined || the same',
    set: nothing,
    a: (me) => me.customFields.define(field),
    b: (me) => me.customFields.define({ ...field, kind: 'integer' }),
  },
  {
    name: 'a field is taken away || a record has it',
    set: defined,
    a: (me) => me.customFields.remove({ entity: 'company', name: field.name, purge: true }),
    b: (me) => me.companies.create({ name: 'x', custom: { [field.name]: 'small' } } as { name: string }),
  },
  {
    name: 'a stage is taken away || a record moves into it',
    set: staged,
    a: (me) => me.pipelines.edit(shorter),
    b: (me, id) => me.deals.move(id, { to: 'next' as 'proposal' }),
  },
  {
    name: 'a role is set || the same role',
    set: nothing,
    a: (me) => me.policies.set({ role: 'guest', grants }),
    b: (me) => me.policies.set({ role: 'guest', grants: {} }),
  },
  {
    name: 'replay || replay',
    async set(me, work) {
      await (me as Scope<CoreTypes & Broken>).broken.ask({})
      await work()
      return (await me.deadLetters.list({})).items[0]?.id ?? ''
    },
    a: (me, id) => me.deadLetters.replay({ ids: [id] }),
    b: (me, id) => me.deadLetters.replay({ ids: [id] }),
  },
  {
    name: 'replay || discard',
    async set(me, work) {
      await (me as Scope<CoreTypes & Broken>).broken.ask({})
      await work()
      return (await me.deadLetters.list({})).items[0]?.id ?? ''
    },
    a: (me, id) => me.deadLetters.replay({ ids: [id] }),
    b: (me, id) => me.deadLetters.discard({ ids: [id] }),
  },
  {
    name: 'seal || create',
    set: company,
    a: (me) => me.audit.seal({}),
    b: (me) => me.companies.create({ name: 'x' }),
  },
  {
    name: 'seal || seal',
    set: company,
    a: (me) => me.audit.seal({}),
    b: (me) => me.audit.seal({}),
  },
]
