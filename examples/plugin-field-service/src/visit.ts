import {
  type CreateOf,
  defineEntity,
  definePipeline,
  type EntityOf,
  field,
  type ListInput,
  type RowOf,
  type Staged,
  type StageOf,
  type System,
} from '@guanxi/core'
import type { VisitCheckCreate } from './check.ts'

/** A technician goes to a machine. */
export const visit = defineEntity({
  name: 'visit',
  plural: 'visits',
  staged: true,
  fields: {
    installationId: field.ref('installation'),
    /** Where the machine stands. */
    companyId: field.ref('company').generated(),
    /** The technician. */
    ownerId: field.string().optional().plain(),
    on: field.date(),
    report: field.text().optional().pii(),
  },
  relations: {
    installation: { to: 'installation', via: 'installationId', inverse: 'visits' },
    company: { to: 'company', via: 'companyId', inverse: 'visits' },
    owner: { to: 'member', via: 'ownerId', on: 'userId', inverse: 'visits' },
  },
  indexes: [['ownerId', 'on']],
  timeline: { at: 'closedAt', of: ['company'] },
})

/** From the plan to the report. Nobody is done who has not looked at everything. */
export const round = definePipeline({
  entity: 'visit',
  stages: { planned: {}, onSite: {}, done: { type: 'won', require: ['report'] }, cancelled: { type: 'lost' } },
  transitions: { planned: ['onSite', 'cancelled'], onSite: ['done', 'planned', 'cancelled'] },
  guards: { everythingChecked: { to: ['done'], where: { checks: { none: { passed: null } } } } },
})

export interface Visit extends System, Staged<StageOf<typeof round>>, RowOf<typeof visit.fields> {}
export interface VisitCreate extends CreateOf<typeof visit.fields> {
  /** All points of the checklist. On update they replace those there: one with the title of another is that one, changed. */
  checks?: ListInput<VisitCheckCreate>
}
export type VisitTypes = EntityOf<typeof visit, Visit, VisitCreate>
