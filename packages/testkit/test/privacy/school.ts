import {
  type CoreTypes,
  type CreateOf,
  core,
  defineEntity,
  definePlugin,
  type Entity,
  type EntityOf,
  field,
  type InverseOf,
  type Plugin,
  type PluginTypes,
  type RowOf,
  type System,
} from '@guanxi/core'
import { buildSchema } from '@guanxi/core/storage'
import { stepsOf } from '@guanxi/testkit'
import * as z from 'zod'

/** A plugin that knows nothing of erasure: what it keeps about a contact is found by its references. */
const student = defineEntity({
  name: 'student',
  plural: 'students',
  fields: {
    contactId: field.ref('contact'),
    nick: field.string().pii(),
    grades: field.json(z.record(z.string(), z.string())).sensitive(),
    code: field.string().optional().unique().pii(),
    school: field.string().optional().plain(),
  },
  relations: { contact: { to: 'contact', via: 'contactId', inverse: 'students' } },
})
/** It names no contact: its student does. */
const report = defineEntity({
  name: 'report',
  plural: 'reports',
  fields: { studentId: field.ref('student'), authorId: field.ref('member').optional(), text: field.text().pii() },
  relations: {
    student: { to: 'student', via: 'studentId', inverse: 'reports' },
    author: { to: 'member', via: 'authorId', inverse: 'written' },
  },
})
/** A log that names records by entity and id. */
const visit = defineEntity({
  name: 'visit',
  plural: 'visits',
  keeping: 'log',
  fields: { entity: field.string().plain(), recordId: field.string().plain(), note: field.text().optional().pii() },
  indexes: [['entity', 'recordId']],
})

interface Student extends System, RowOf<typeof student.fields> {}
interface Report extends System, RowOf<typeof report.fields> {}
interface Visit extends RowOf<typeof visit.fields> {
  readonly id: string
}
interface Entities {
  visit: { row: Visit }
  student: EntityOf<typeof student, Student, CreateOf<typeof student.fields>>
  report: EntityOf<typeof report, Report, CreateOf<typeof report.fields>>
  contact: { row: { readonly allergy: string | null }; create: { allergy?: string | null } }
}
export interface SchoolTypes extends PluginTypes {
  entities: Entities & InverseOf<typeof student> & InverseOf<typeof report>
  operations: {}
  events: {}
}

export const school = (): Plugin<SchoolTypes> =>
  definePlugin<SchoolTypes, CoreTypes & SchoolTypes>({
    id: 'school',
    version: '1.0.0',
    entities: [student, report, visit],
    extend: { contact: { allergy: field.string().optional().sensitive() } },
    hooks: {
      student: {
        async afterWrite(changes, { table, later, now, add }) {
          for (const { id, after } of changes) {
            await table('visit').insert([{ entity: 'student', recordId: id, note: `${after.nick} came by` }])
            const subject = `${after.nick} has been here for a month`
            await later({ at: add(now, 'P1M') }).activities.log({
              kind: 'note',
              contactId: after.contactId,
              subject,
            })
          }
        },
      },
    },
    migrations: [{ id: '0001_school', steps: tables() }],
  })

function tables() {
  const owned = (owner: string, entities: readonly Entity[]) => entities.map((entity) => ({ owner, entity }))
  const known = owned('core', core['~definition'].entities)
  const { version, entities } = buildSchema({ entities: [...known, ...owned('school', [student, report, visit])] })
  return stepsOf({ version, entities: new Map([...entities].filter(([, { owner }]) => owner === 'school')) })
}
