import { definePlugin } from '@guanxi/core'
import { course } from './course.ts'
import { guardianFields, guardianHooks } from './guardian.ts'
import { handlers } from './handlers.ts'
import { migrations } from './migrations/index.ts'
import { operations } from './operations.ts'
import { seatHooks } from './seats.ts'
import { enrolment, student } from './student.ts'
import type { StudentsTypes } from './types.ts'

/** Students, their courses and their way into them. */
export const students = () =>
  definePlugin<StudentsTypes>({
    id: 'students',
    version: '1.0.0',
    entities: [course, student],
    extend: { contact: guardianFields },
    pipelines: { enrolment },
    operations,
    handlers,
    hooks: { contact: guardianHooks, student: seatHooks },
    facts: ['student.seated'],
    errors: {
      COURSE_FULL: {
        status: 409,
        en: 'Course {course} is full.',
        zh: '课程 {course} 已满。',
        hint: 'Choose another course, or give it more seats.',
      },
    },
    roles: {
      registrar: {
        grants: {
          student: { scope: 'all' },
          course: { scope: 'all' },
          contact: { scope: 'all', can: ['read', 'create', 'update'] },
          member: { scope: 'all', can: ['read'] },
        },
        operations: ['students.enrol', 'courses.freeSeats'],
      },
    },
    migrations,
  })
