import type { CoreTypes, HandlersOf } from '@guanxi/core'
import type { operations } from './operations.ts'
import { seatsOf } from './seats.ts'
import type { StudentsTypes } from './types.ts'

export const handlers: HandlersOf<CoreTypes & StudentsTypes, typeof operations> = {
  students: {
    async enrol({ crm, emit, table }, { id }) {
      const student = await crm.students.move(id, { to: 'enrolled' })
      const { title, free } = await seatsOf({ table }, student.courseId)
      emit('student.seated', { course: title, left: free }, { entity: 'student', recordId: id })
      return student
    },
  },
  courses: {
    async freeSeats({ crm, table }, { id }) {
      await crm.courses.get(id) // NOT_FOUND for whoever may not see it
      return (await seatsOf({ table }, id)).free
    },
  },
}
