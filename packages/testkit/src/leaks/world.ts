import {
  type CoreTypes,
  type Crm,
  core,
  createCrm,
  dealPipeline,
  field,
  leadPipeline,
  type Role,
  type StorageAdapter,
  taskPipeline,
} from '@guanxi/core'
import { buildSchema, type Schema } from '@guanxi/core/storage'
import { testClock } from '../clock.ts'
import { testIds } from '../ids.ts'
import { type Rows, rowsOfTenant } from '../rows.ts'
import { Random } from '../sample/random.ts'
import { ConditionMaker } from './conditions.ts'
import { populate, words } from './populate.ts'
import { QuestionMaker } from './questions.ts'
import { type PlainRole, randomRole } from './roles.ts'

/** Two tenants' records, and roles to look at them with. */
export interface World {
  readonly seed: number
  readonly random: Random
  readonly storage: StorageAdapter
  readonly schema: Schema
  readonly crm: Crm<CoreTypes>
  readonly now: number
  readonly tenants: { readonly own: string; readonly other: string }
  readonly roles: Readonly<Record<string, PlainRole>>
  readonly questions: QuestionMaker
  /** What is stored, kept up to date. */
  rows: Rows
}

const start = '2026-03-16T01:00:00.000Z'
const custom = { company: { tier: field.enum(['gold', 'silver']).optional() } }

/** Makes a world of a seed. */
export async function makeWorld(storage: StorageAdapter, seed: number): Promise<World> {
  const random = new Random(seed)
  const schema = schemaOf()
  const before = new ConditionMaker(random, schema, (_, { name, kind, values }) => {
    // Fields of one name may be a day here and an instant there.
    const fits = (word: unknown) => kind !== 'date' || String(word).length === 10
    return (words[name] ?? []).filter((word) => fits(word) && values?.includes(String(word)) !== false)
  })
  const roles = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`r${i}`, randomRole(random, schema, before)]))
  const clock = testClock(start)
  const options = { storage, clock, ids: testIds(), tenancy: 'multi', fields: custom, reportCurrency: 'CNY' } as const
  const crm: Crm<CoreTypes> = createCrm({ ...options, roles: roles as Readonly<Record<string, Role>> })
  await crm.migrate()
  const tenants = { own: `own-${seed}`, other: `other-${seed}` }
  await populate(crm, tenants.own, random)
  await populate(crm, tenants.other, random)
  const world: World = {
    ...{ seed, random, storage, schema, crm, roles, tenants, now: clock.now() },
    rows: await stored(storage, schema, tenants),
    questions: new QuestionMaker(random, schema, (entity, { name }) => {
      const { own, other } = world.rows
      return [...(own[entity.name] ?? []), ...(other[entity.name] ?? [])].map((row) => row[name])
    }),
  }
  return world
}

/** What is stored for both tenants. */
export async function stored(storage: StorageAdapter, schema: Schema, { own, other }: World['tenants']): Promise<Rows> {
  return { own: await rowsOfTenant(storage, schema, own), other: await rowsOfTenant(storage, schema, other) }
}

/** The schema of the core with the custom fields, built apart from the instance under test. */
function schemaOf(): Schema {
  return buildSchema({
    entities: core['~definition'].entities.map((entity) => ({ owner: 'core', entity })),
    extensions: Object.entries(custom).map(([entity, fields]) => ({ entity, owner: 'app', fields })),
    stages: {
      deal: [...dealPipeline.stages.keys()],
      lead: [...leadPipeline.stages.keys()],
      task: [...taskPipeline.stages.keys()],
    },
  })
}
