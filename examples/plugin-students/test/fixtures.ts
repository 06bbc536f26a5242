import type { CoreTypes, Scope } from '@guanxi/core'
import { type Fixtures, recordFixtures } from '@guanxi/testkit'
import type { StudentsTypes } from '../src/types.ts'

type Types = CoreTypes & StudentsTypes
type Me = Scope<Types>

const course = async (_: Me, unique: string) => ({ code: unique, title: unique, startsOn: '2026-07-01', seats: 1 })
const student = async (me: Me, unique: string) => ({
  contactId: (await me.contacts.create({ name: unique })).id,
  courseId: (await me.courses.create(await course(me, unique))).id,
  school: 'x',
})

/** A call that succeeds for each operation of the plugin. */
export const fixtures: Fixtures<Types> = {
  ...recordFixtures<Types>({
    plural: 'courses',
    input: course,
    patch: { title: 'y' },
    by: 'code',
    search: true,
    relation: 'students',
  }),
  ...recordFixtures<Types>({
    plural: 'students',
    input: student,
    patch: { school: 'y' },
    by: false,
    owned: true,
    relation: 'course',
    move: 'tested',
  }),
  async 'students.enrol'(me, unique) {
    const { id } = await me.students.create(await student(me, unique))
    await me.students.move(id, { to: 'tested' })
    return { id, input: {} }
  },
  'courses.freeSeats': async (me, unique) => ({
    id: (await me.courses.create(await course(me, unique))).id,
    input: {},
  }),
}
