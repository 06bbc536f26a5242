import {
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
  type OwnedEntityOf,
  type PluginTypes,
  query,
  type RowOf,
  recordOf,
  type Staged,
  type StageOf,
  type System,
} from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import * as z from 'zod'

/** A visit to a company, with its stops. */
const visit = defineEntity({
  name: 'visit',
  plural: 'visits',
  staged: true,
  fields: {
    companyId: field.ref('company'),
    ownerId: field.string().optional().plain(),
    purpose: field.string({ min: 1 }).search().plain(),
    notes: field.text().optional().pii(),
  },
  relations: { company: { to: 'company', via: 'companyId', inverse: 'visits' } },
})
const visitStop = defineEntity({
  name: 'visitStop',
  plural: 'visitStops',
  ownedBy: 'visit',
  fields: { visitId: field.ref('visit').generated(), place: field.string().plain() },
  relations: { visit: { to: 'visit', via: 'visitId', inverse: 'stops' } },
})
/** Companies that are new: a log. */
const newcomer = defineEntity({
  name: 'newcomer',
  plural: 'newcomers',
  keeping: 'log',
  fields: { companyId: field.ref('company') },
})

/** Planned, then done. */
const visitPipeline = definePipeline({ entity: 'visit', stages: { planned: {}, done: { type: 'won' } } })

interface Visit extends System, Staged<StageOf<typeof visitPipeline>>, RowOf<typeof visit.fields> {}
interface VisitStop extends System, RowOf<typeof visitStop.fields> {}
interface VisitStopCreate extends CreateOf<typeof visitStop.fields> {}
interface Newcomer extends RowOf<typeof newcomer.fields> {
  readonly id: string
}
interface VisitCreate extends CreateOf<typeof visit.fields> {
  stops?: readonly VisitStopCreate[]
}

const companyFields = {
  greeting: field.string().search().optional().pii(),
  rhythm: field.integer({ min: 1 }).default(30),
  lastVisit: field.datetime().optional().generated(),
}
const lineFields = { shown: field.boolean().optional() }
interface CompanyFields extends RowOf<typeof companyFields> {}
interface CompanyInput extends CreateOf<typeof companyFields> {}
interface LineFields extends RowOf<typeof lineFields> {}
const dealFields = { warm: field.boolean().optional() }
interface DealFields extends RowOf<typeof dealFields> {}

const operations = {
  visits: {
    plan: command({
      target: 'collection',
      summary: 'Plan a visit.',
      input: z.strictObject({
        companyId: z.string().meta({ ref: 'company' }),
        purpose: z.string().min(1),
        stops: z.array(z.strictObject({ place: z.string() })).default([]),
      }),
      output: recordOf('visit'),
    }),
    finish: command({
      target: 'record',
      summary: 'Finish a visit.',
      input: z.strictObject({ notes: z.string() }),
      output: recordOf('visit'),
      errors: ['VISIT_EMPTY'],
    }),
    busy: query({ target: 'collection', summary: 'How many are planned.', input: z.strictObject({}), output: z.int() }),
  },
  companies: {
    greet: command({
      target: 'record',
      summary: 'Greet a company.',
      input: z.strictObject({ greeting: z.string().min(1).max(100) }),
      output: z.strictObject({ company: recordOf('company'), all: z.array(recordOf('company')) }),
    }),
  },
}

export interface VisitTypes extends PluginTypes {
  entities: {
    visit: EntityOf<typeof visit, Visit, VisitCreate>
    visitStop: OwnedEntityOf<typeof visitStop, VisitStop, VisitStopCreate>
    newcomer: { row: Newcomer }
    company: { row: CompanyFields; create: CompanyInput }
    orderLine: { row: LineFields; create: { shown?: boolean | null } }
    deal: { row: DealFields; create: { warm?: boolean | null } }
  } & InverseOf<typeof visit> &
    InverseOf<typeof visitStop>
  operations: typeof operations
  events: { 'visit.planned': { readonly purpose: string }; 'company.greeted': { readonly greeting: string } }
}

const make = (migrations: readonly Migration[]) =>
  definePlugin<VisitTypes>({
    id: 'visits',
    version: '1.0.0',
    entities: [visit, visitStop, newcomer],
    extend: { company: companyFields, orderLine: lineFields, deal: dealFields },
    migrations,
    pipelines: { visit: visitPipeline },
    operations,
    facts: ['visit.planned', 'company.greeted'],
    errors: { VISIT_EMPTY: { status: 409, en: 'Visit {id} has nothing to tell.', zh: '拜访 {id} 没有内容。' } },
    roles: {
      visitor: {
        grants: { visit: { scope: 'own' }, company: { scope: 'all', can: ['read'] } },
        operations: ['visits.plan', 'visits.finish', 'visits.busy'],
      },
    },
    handlers: {
      visits: {
        async plan({ crm, emit }, input) {
          const made = await crm.visits.create(input)
          emit('visit.planned', { purpose: made.purpose }, { entity: 'visit', recordId: made.id })
          return made
        },
        async finish({ crm }, { id, notes }) {
          if (notes === '') throw new CrmError('VISIT_EMPTY', { details: { id }, hint: 'Write what was said.' })
          await crm.visits.update(id, { notes })
          return crm.visits.move(id, { to: 'done' })
        },
        busy: ({ crm }) => crm.visits.count({ where: { stage: 'planned' } }),
      },
      companies: {
        async greet({ crm, emit }, { id, greeting }) {
          const company = await crm.companies.update(id, { greeting })
          emit('company.greeted', { greeting }, { entity: 'company', recordId: id })
          return { company, all: [company] }
        },
      },
    },
    hooks: {
      company: {
        async afterWrite(changes, { table }) {
          const rows = changes.filter(({ action }) => action === 'create').map(({ id }) => ({ companyId: id }))
          if (rows.length > 0) await table('newcomer').insert(rows)
        },
      },
    },
  })

const { draft } = await createCrm({ storage: sqlite(':memory:'), plugins: [make([])] }).migrate({ dryRun: true })

/** A plugin with some of everything that a plugin may have. */
export const visits = () => make([{ id: '0001_start', steps: draft }])
