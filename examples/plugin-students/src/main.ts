import { createCrm, isCrmError } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { students } from './plugin.ts'

// A training centre has had a CRM for a while, without students.
const storage = sqlite(':memory:')
const before = createCrm({ storage })
await before.migrate()
const desk = before.as({ user: 'u_desk', roles: ['admin'] })
const lin = await desk.contacts.create({ name: '林小满' })
const chen = await desk.contacts.create({ name: '陈晓' })

// It installs the plugin: its tables are made, and the contacts are the same.
const crm = createCrm({ storage, plugins: [students()] })
console.log('applied', (await crm.migrate()).applied.join())

const me = crm.as({ user: 'u_registrar', roles: ['registrar'] })
const course = await me.courses.create({ code: 'M1', title: '暑期数学', startsOn: '2026-07-01', seats: 1 })
await me.contacts.update(lin.id, { guardian: '林妈妈', guardianPhone: '138 0013 8000' })
for (const { id } of [lin, chen]) {
  const student = await me.students.create({ contactId: id, courseId: course.id })
  await me.students.move(student.id, { to: 'tested' })
  try {
    await me.students.enrol(student.id, {})
    console.log('enrolled, seats left', await me.courses.freeSeats(course.id, {}))
  } catch (error) {
    if (isCrmError(error, 'COURSE_FULL')) console.log(error.code, error.localized('zh-CN'))
  }
}

const { items } = await me.contacts.list({
  where: { students: { some: { stage: 'enrolled' } } },
  include: { students: { include: { course: true } } },
})
for (const { name, guardian, students: own } of items) console.log(name, guardian, own[0]?.course?.title)

// It goes again, and takes with it what it brought.
const after = createCrm({ storage })
const { steps } = await after.uninstall(students())
const tables = steps.filter(({ step }) => step.step === 'dropTable').map(({ step, rows }) => `${step.table} (${rows})`)
console.log('dropped', tables.join(', '))
console.log('contacts', await after.as({ user: 'u_desk', roles: ['admin'] }).contacts.count())
