import type { CoreTypes, Scope } from '@guanxi/core'
import { type Fixtures, recordFixtures } from '../fixtures.ts'

type Me = Scope<CoreTypes>

const field = (unique: string) => ({
  entity: 'company',
  name: unique,
  kind: 'enum' as const,
  label: 'x',
  class: 'plain' as const,
  values: ['low', 'high'],
  default: 'low',
})
const range = { min: 1, max: 9 }
const grants = {
  company: { scope: 'own' as const, can: ['read' as const], fields: ['name'], except: ['phone'] },
  deal: [{ scope: 'none' as const }],
}
const stages = { due: { probability: 0.5, require: ['title'] }, done: { type: 'won' as const } }
const transitions = { due: ['done'] }
const listed = [
  { name: 'due', type: 'open' as const, probability: 0.5, require: ['title'] },
  { name: 'done', type: 'won' as const },
]

/** A pipeline with a record in its first stage. */
async function used(me: Me, name: string): Promise<string> {
  await me.pipelines.define({ name, entity: 'deal', stages })
  const { id: companyId } = await me.companies.create({ name })
  await me.deals.create({ title: name, companyId, pipeline: name })
  return name
}

/** A fixture for each operation on what tenants define. The instance has a pipeline of deals that is editable. */
export const tenantFixtures: Fixtures = {
  ...recordFixtures({
    plural: 'customFields',
    input: async (_, unique) => field(unique),
    patch: { label: 'y' },
    by: false,
  }),
  'customFields.update': async (me, unique) => ({
    id: (await me.customFields.create(field(unique))).id,
    input: { label: 'y', values: ['low', 'high', 'top'] },
  }),
  'customFields.define': async (_, unique) => ({ input: field(unique) }),
  'customFields.change': async (me, unique) => {
    const { entity, name } = await me.customFields.create({ entity: 'deal', name: unique, kind: 'integer' })
    return { input: { entity, name, label: 'y', ...range } }
  },
  'customFields.remove': async (me, unique) => {
    const { entity, name } = await me.customFields.create(field(unique))
    return { input: { entity, name, purge: true } }
  },
  ...recordFixtures({
    plural: 'tenantPipelines',
    input: async (_, unique) => ({ name: unique, entity: 'deal', stages: listed, transitions }),
    patch: { transitions: null },
    by: 'name',
  }),
  'pipelines.list': async () => ({ input: { entity: 'deal' } }),
  'pipelines.get': async (me, unique) => ({ input: { name: await used(me, unique) } }),
  'pipelines.define': async (_, unique) => ({ input: { name: unique, entity: 'deal', stages, transitions } }),
  'pipelines.edit': async (me, unique) => ({
    input: {
      name: await used(me, unique),
      stages: { next: { require: ['title'] }, done: { type: 'won' } },
      transitions: { next: ['done'] },
      mapping: { due: 'next' },
    },
  }),
  'pipelines.remove': async (me, unique) => ({
    input: { name: await used(me, unique), into: 'deal', mapping: { due: 'qualified' } },
  }),
  ...recordFixtures({
    plural: 'policies',
    input: async (_, unique) => ({ role: unique, grants, operations: ['pipelines.get'] }),
    patch: { operations: ['pipelines.list'] },
    by: 'role',
  }),
  'policies.set': async (_, unique) => ({ input: { role: unique, grants, operations: ['pipelines.get'] } }),
  'policies.remove': async (me, unique) => ({
    input: { role: (await me.policies.set({ role: unique, grants })).role },
  }),
}
