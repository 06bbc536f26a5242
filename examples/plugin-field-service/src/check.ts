import { type CreateOf, defineEntity, field, type OwnedEntityOf, type RowOf, type System } from '@guanxi/core'

/** One point of the checklist of a visit. It is written through its visit: `visits.create({ checks: [...] })`. */
export const visitCheck = defineEntity({
  name: 'visitCheck',
  plural: 'visitChecks',
  ownedBy: 'visit',
  fields: {
    visitId: field.ref('visit').generated(),
    title: field.string({ min: 1 }).plain(),
    /** Null until somebody has looked. */
    passed: field.boolean().optional(),
    remark: field.string().optional().pii(),
  },
  relations: { visit: { to: 'visit', via: 'visitId', inverse: 'checks' } },
  key: ['title'],
})

export interface VisitCheck extends System, RowOf<typeof visitCheck.fields> {}
export interface VisitCheckCreate extends CreateOf<typeof visitCheck.fields> {}
export type VisitCheckTypes = OwnedEntityOf<typeof visitCheck, VisitCheck, VisitCheckCreate>
