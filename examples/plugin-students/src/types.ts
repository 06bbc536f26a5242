import type { InverseOf, PluginTypes } from '@guanxi/core'
import type { CourseTypes } from './course.ts'
import type { GuardianFields, GuardianInput } from './guardian.ts'
import type { operations } from './operations.ts'
import type { StudentTypes, student } from './student.ts'

/** What the plugin adds to the types of an instance. */
export interface StudentsTypes extends PluginTypes {
  entities: {
    course: CourseTypes
    student: StudentTypes
    contact: { row: GuardianFields; create: GuardianInput }
  } & InverseOf<typeof student>
  operations: typeof operations
  events: { 'student.seated': { readonly course: string; readonly left: number } }
}
