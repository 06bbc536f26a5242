import {
  type CreateOf,
  defineEntity,
  definePipeline,
  type EntityOf,
  field,
  type RowOf,
  type Staged,
  type StageOf,
  type System,
} from '@guanxi/core'

/** A contact on his way into a course. */
export const student = defineEntity({
  name: 'student',
  plural: 'students',
  staged: true,
  fields: {
    contactId: field.ref('contact'),
    courseId: field.ref('course'),
    ownerId: field.string().optional().plain(),
    school: field.string().optional().pii(),
    /** Why he left. */
    leftBecause: field.string().optional().pii(),
  },
  relations: {
    contact: { to: 'contact', via: 'contactId', inverse: 'students' },
    course: { to: 'course', via: 'courseId', inverse: 'students' },
    owner: { to: 'member', via: 'ownerId', on: 'userId', inverse: 'students' },
  },
})

/** From the first question to a seat. */
export const enrolment = definePipeline({
  entity: 'student',
  stages: {
    asked: { probability: 0.2 },
    tested: { probability: 0.6 },
    enrolled: { type: 'won' },
    withdrawn: { type: 'lost', require: ['leftBecause'] },
  },
  transitions: { asked: ['tested', 'withdrawn'], tested: ['enrolled', 'withdrawn'] },
})

export interface Student extends System, Staged<StageOf<typeof enrolment>>, RowOf<typeof student.fields> {}
export interface StudentCreate extends CreateOf<typeof student.fields> {}
export type StudentTypes = EntityOf<typeof student, Student, StudentCreate>
