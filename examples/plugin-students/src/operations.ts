import { command, query, recordOf } from '@guanxi/core'
import * as z from 'zod'

/** The contracts: data. The handlers stand in `handlers.ts`. */
export const operations = {
  students: {
    enrol: command({
      target: 'record',
      summary: 'Give a tested student a seat in his course.',
      input: z.strictObject({}),
      output: recordOf('student'),
      errors: ['COURSE_FULL', 'TRANSITION_NOT_ALLOWED'],
    }),
  },
  courses: {
    freeSeats: query({
      target: 'record',
      summary: 'How many seats of a course are free.',
      input: z.strictObject({}),
      output: z.int(),
    }),
  },
}
