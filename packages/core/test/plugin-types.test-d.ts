// A plugin's types, by its author and by the host: programs that must compile, and programs that must not.
import {
  type Context,
  type CoreTypes,
  type CreateOf,
  type Crm,
  command,
  createCrm,
  defineEntity,
  definePipeline,
  definePlugin,
  type EntityOf,
  field,
  type InverseOf,
  type PluginTypes,
  query,
  type RowOf,
  recordOf,
  type Scope,
  type Staged,
  type StorageAdapter,
  type System,
  type Where,
} from '@guanxi/core'
import * as z from 'zod'

const visit = defineEntity({
  name: 'visit',
  plural: 'visits',
  staged: true,
  fields: {
    companyId: field.ref('company'),
    purpose: field.string(),
    kind: field.enum(['call', 'trip']).default('call'),
    cost: field.money().optional(),
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
      input: z.strictObject({ companyId: z.string(), purpose: z.string().default('talk') }),
      output: recordOf('visit'),
    }),
    finish: command({
      target: 'record',
      summary: 'Finish a visit.',
      input: z.strictObject({ cost: z.int() }),
      output: recordOf('visit'),
    }),
    busy: query({ target: 'collection', summary: 'How many.', input: z.strictObject({}), output: z.int() }),
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
const parts = { id: 'visits', version: '1.0.0', entities: [visit], operations } as const
type Visits = VisitTypes & CoreTypes

const plan = async ({ crm, emit }: Context<Visits>, input: { companyId: string; purpose: string }): Promise<Visit> => {
  const made = await crm.visits.create(input)
  emit('visit.planned', { purpose: made.purpose }, { entity: 'visit', recordId: made.id })
  return made
}
const finish = ({ crm }: Context<Visits>, { id, cost }: { id: string; cost: number }) => crm.visits.update(id, { cost })
const busy = ({ crm }: Context<Visits>) => crm.visits.count({ where: { stage: 'planned' } })
const visits = () =>
  definePlugin<VisitTypes>({ ...parts, facts: ['visit.planned'], handlers: { visits: { plan, finish, busy } } })

// @ts-expect-error contracts without handlers
definePlugin<VisitTypes>({ ...parts })
// @ts-expect-error one contract without a handler
definePlugin<VisitTypes>({ ...parts, handlers: { visits: { plan, finish } } })
// @ts-expect-error handlers without contracts
definePlugin<VisitTypes>({ id: 'visits', version: '1', handlers: { visits: { plan, finish, busy } } })
// @ts-expect-error a handler that answers another shape
definePlugin<VisitTypes>({ ...parts, handlers: { visits: { plan, finish, busy: async () => 'many' } } })
// @ts-expect-error a handler that answers nothing
definePlugin<VisitTypes>({ ...parts, handlers: { visits: { plan, busy, finish: async () => {} } } })
const pricey = async ({ crm }: Context<Visits>, { price }: { price: string }) => crm.visits.get(price)
// @ts-expect-error a handler that wants other input
definePlugin<VisitTypes>({ ...parts, handlers: { visits: { plan, busy, finish: pricey } } })
// @ts-expect-error a fact that it does not have
definePlugin<VisitTypes>({ ...parts, facts: ['visit.plannd'], handlers: { visits: { plan, finish, busy } } })
// @ts-expect-error a field that the records do not have
const misSet = ({ crm }: Context<Visits>) => crm.visits.update('x', { price: 1 })
// @ts-expect-error data of another shape with a fact
const misTold = ({ emit }: Context<Visits>) => emit('visit.planned', { goal: 'x' }, { entity: 'visit', recordId: 'x' })
// @ts-expect-error a stage that is none
const misMoved = ({ crm }: Context<Visits>) => crm.visits.move('x', { to: 'over' })
// @ts-expect-error what a plugin needs and does not name is not there
const misNeeded = ({ crm }: Context<CoreTypes>) => crm.visits
void [misSet, misTold, misMoved, misNeeded]

declare const storage: StorageAdapter
const crm = createCrm({ storage, plugins: [visits()], fields: { visit: { mood: field.string().optional() } } })
const me = crm.as({ user: 'u', roles: [] })
const one = await me.visits.plan({ companyId: 'c' })
const stage: 'planned' | 'done' = one.stage
const mood: string | null = one.mood
const last: string | null = (await me.companies.get('c')).lastVisit
const many: number = await me.visits.busy({})
const seen = await me.companies.list({
  include: { visits: { limit: 1 } },
  where: { visits: { some: { stage: 'done' } } },
})
const kind: 'call' | 'trip' | undefined = seen.items[0]?.visits[0]?.kind
void [stage, mood, last, many, kind]
crm.on('visit.planned', ({ data }) => data.purpose)
crm.on('visit.moved', ({ data }) => data.from)
export const saved: Where<Visits, 'visit'> = { company: { is: { name: 'x' } }, cost: { gt: 1 } }
declare function forVisits(scope: Scope<Visits>, all: Crm<Visits>): void
forVisits(me, crm)

// @ts-expect-error not the input of the operation
await me.visits.plan({ company: 'c' })
// @ts-expect-error called on a record: the id comes first
await me.visits.finish({ cost: 1 })
// @ts-expect-error a wrong type in the input
await me.visits.finish('x', { cost: 'much' })
// @ts-expect-error no such operation
await me.visits.pln({ companyId: 'c' })
// @ts-expect-error no such option
await me.visits.plan({ companyId: 'c' }, { dryrun: true })
// @ts-expect-error a dry run answers a preview
;(await me.visits.plan({ companyId: 'c' }, { dryRun: true })).stage
// @ts-expect-error no such stage
await me.visits.move('x', { to: 'over' })
// @ts-expect-error no such value of the enum, over a relation
await me.companies.list({ where: { visits: { every: { kind: 'cal' } } } })
// @ts-expect-error no such include
await me.companies.list({ include: { visit: true } })
// @ts-expect-error no such fact
crm.on('visit.plannd', () => {})
// @ts-expect-error companies do not move
crm.on('company.moved', () => {})
// @ts-expect-error the data of the fact has another shape
crm.on('visit.planned', ({ data }) => data.goal)
// @ts-expect-error a plugin that is not installed
forVisits(createCrm({ storage }).as({ user: 'u', roles: [] }), crm)
// @ts-expect-error no plugin at all
createCrm({ storage, plugins: [visits] })
// @ts-expect-error a stored filter with a field that is none
export const mistaken: Where<Visits, 'visit'> = { price: { gt: 1 } }
// @ts-expect-error an entity that is none
export const nowhere: Where<Visits, 'vist'> = {}

// @ts-expect-error an index over a field that is none
defineEntity({ name: 'x', plural: 'xs', fields: { a: field.string() }, indexes: [['b']] })
// @ts-expect-error owned by a relation that is none
defineEntity({ name: 'x', plural: 'xs', fields: { a: field.string() }, ownedBy: 'y' })
// @ts-expect-error an identity of fields that are none
defineEntity({ name: 'x', plural: 'xs', fields: { a: field.string() }, identity: ['b'] })
// @ts-expect-error a default of another type
field.integer().default('1')
// @ts-expect-error a default that the enum does not have
field.enum(['a', 'b']).default('c')
// @ts-expect-error a kind of stage that is none
definePipeline({ entity: 'visit', stages: { a: {}, b: { type: 'wn' } } })
// @ts-expect-error a key that a stage does not have
definePipeline({ entity: 'visit', stages: { a: {}, b: { type: 'won', requires: ['notes'] } } })
// @ts-expect-error a contract without output
command({ target: 'record', summary: 'x', input: z.strictObject({}) })
// @ts-expect-error a target that is none
query({ target: 'records', summary: 'x', input: z.strictObject({}), output: z.int() })
