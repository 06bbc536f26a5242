import { type Context, type CoreTypes, CrmError, type EntityHooks } from '@guanxi/core'
import type { StudentsTypes } from './types.ts'

type Types = CoreTypes & StudentsTypes

/** The seats of a course that are free, whoever asks: everybody's students count. */
export async function seatsOf({ table }: Pick<Context<Types>, 'table'>, courseId: string) {
  const [course] = await table('course').all({ id: courseId })
  const enrolled = await table('student').all({ courseId, stage: 'enrolled' })
  return { title: course?.title ?? '', free: (course?.seats ?? 0) - enrolled.length }
}

/** No course has more students than seats, whichever way they come: by `enrol`, by `move`, or with another course. */
export const seatHooks: EntityHooks<Types, 'student'> = {
  async afterWrite(changes, { table }) {
    const seated = changes.filter(({ after }) => after.stage === 'enrolled').map(({ after }) => after.courseId)
    for (const courseId of [...new Set(seated)].toSorted()) {
      // Who comes second waits here, and then sees the first.
      await table('course').lock(courseId)
      const { title, free } = await seatsOf({ table }, courseId)
      if (free < 0) throw new CrmError('COURSE_FULL', { details: { course: title } })
    }
  },
}
