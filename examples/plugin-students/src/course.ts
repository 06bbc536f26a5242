import { type CreateOf, defineEntity, type EntityOf, field, type RowOf, type System } from '@guanxi/core'

/** What is taught, to so many. */
export const course = defineEntity({
  name: 'course',
  plural: 'courses',
  fields: {
    code: field.string({ min: 1 }).unique().plain(),
    title: field.string({ min: 1 }).search().plain(),
    startsOn: field.date(),
    seats: field.integer({ min: 1 }),
  },
})

export interface Course extends System, RowOf<typeof course.fields> {}
export interface CourseCreate extends CreateOf<typeof course.fields> {}
export type CourseTypes = EntityOf<typeof course, Course, CourseCreate>
