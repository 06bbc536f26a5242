import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type CoreTypes, createCrm, isCrmError, type Scope } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { dumpOf, pluginConformance, renumbered, testClock, testCrm, testIds } from '@guanxi/testkit'
import { afterAll, describe, expect, test } from 'vitest'
import { memory, server, servers } from '../../../packages/testkit/test/storages.ts'
import { students } from '../src/plugin.ts'
import { fixtures } from './fixtures.ts'

const suite = { plugin: students(), fixtures, describe, test, afterAll }
describe('F3: on SQLite', () => pluginConformance({ ...suite, create: memory }))
if (servers) describe('F3: on Postgres', () => pluginConformance({ ...suite, create: server }))

const admin = { user: 'u_a', roles: ['admin'] }
const registrar = { user: 'u_r', roles: ['registrar'] }

async function centre(seats = 1) {
  const { crm } = await testCrm({ plugins: [students()] })
  const me = crm.as(registrar)
  const course = await me.courses.create({ code: 'M1', title: '暑期数学', startsOn: '2026-07-01', seats })
  const tested = async (name: string) => {
    const { id: contactId } = await me.contacts.create({ name })
    const { id } = await me.students.create({ contactId, courseId: course.id })
    return (await me.students.move(id, { to: 'tested' })).id
  }
  return { crm, me, course, tested }
}

const codeOf = async (run: () => Promise<unknown>) =>
  run().then(
    () => undefined,
    (error) => (isCrmError(error) ? error.code : String(error)),
  )

test('F3: a course has no more students than seats, whichever way they come', async () => {
  const { me, course, tested } = await centre()
  const told = await me.students.enrol(await tested('林小满'), {})
  expect(told).toMatchObject({ stage: 'enrolled', courseId: course.id })
  expect(await me.courses.freeSeats(course.id, {})).toBe(0)
  const late = await tested('陈晓')
  expect(await codeOf(() => me.students.enrol(late, {}))).toBe('COURSE_FULL')
  expect(await codeOf(() => me.students.move(late, { to: 'enrolled' }))).toBe('COURSE_FULL')
  expect(await me.students.get(late)).toMatchObject({ stage: 'tested', version: 2 })
})

test('F3: an enrolment is told, and a student who leaves says why', async () => {
  const { crm, me, tested } = await centre(2)
  const facts: unknown[] = []
  crm.on('student.seated', ({ data }) => facts.push(data))
  await me.students.enrol(await tested('林小满'), {})
  expect(facts).toEqual([{ course: '暑期数学', left: 1 }])
  const leaving = await tested('陈晓')
  expect(await codeOf(() => me.students.move(leaving, { to: 'withdrawn' }))).toBe('INVALID')
  const set = { leftBecause: '搬家' }
  expect(await me.students.move(leaving, { to: 'withdrawn', set })).toMatchObject({ stage: 'withdrawn', ...set })
})

test('F3: a guardian of a contact can be called', async () => {
  const { me } = await centre()
  expect(await codeOf(() => me.contacts.create({ name: 'x', guardian: 'y' }))).toBe('INVALID')
  const made = await me.contacts.create({ name: 'x', guardian: 'y', guardianPhone: '13800138000' })
  expect(await codeOf(() => me.contacts.update(made.id, { guardianPhone: null }))).toBe('INVALID')
})

/** What a shop does without the plugin, too; guardians are given where there is a field for them. */
async function business(me: Scope<CoreTypes>, more: object) {
  const acme = await me.companies.create({ name: 'Acme' })
  const contact = await me.contacts.create({ name: '林小满', companyId: acme.id, ...more })
  const deal = await me.deals.create({ title: '年度合同', companyId: acme.id, contactId: contact.id })
  await me.deals.move(deal.id, { to: 'proposal' })
  await me.contacts.update(contact.id, { city: '上海' }, { idempotencyKey: 'city' })
  return contact.id
}

describe.each([['SQLite', memory] as const, ...(servers ? [['Postgres', server] as const] : [])])('%s', (_, create) => {
  const close: (() => Promise<void>)[] = []
  afterAll(async () => {
    for (const step of close) await step()
  })
  const empty = async () => {
    const fresh = await create()
    close.push(fresh.close)
    return fresh.storage
  }

  test('F3: installing, using and uninstalling leaves the dump of the core equal', async () => {
    const [never, once] = [await empty(), await empty()]
    const plain = await testCrm({ storage: never })
    await business(plain.crm.as(admin), {})

    const { crm } = await testCrm({ storage: once, plugins: [students()] })
    const me = crm.as(admin)
    const contactId = await business(me, { guardian: '林妈妈', guardianPhone: '13800138000' })
    const course = await me.courses.create({ code: 'M1', title: '暑期数学', startsOn: '2026-07-01', seats: 1 })
    const student = await me.students.create({ contactId, courseId: course.id })
    await me.students.move(student.id, { to: 'tested' })
    await me.students.enrol(student.id, {}, { idempotencyKey: 'enrol' })
    await me.students.delete(student.id)

    await createCrm({ storage: once }).uninstall(students())
    expect(renumbered(await dumpOf(once))).toEqual(renumbered(await dumpOf(never)))
    expect(JSON.stringify(await dumpOf(once))).not.toMatch(/student|course|guardian|林妈妈/i)
  })

  test('F4: without the plugin there is no table of it; added later, it works on the data that is there', async () => {
    const storage = await empty()
    const clock = testClock('2026-03-16T01:00:00Z')
    const plain = createCrm({ storage, clock, ids: testIds() })
    await plain.migrate()
    const contactId = await business(plain.as(admin), {})
    const tables = async () => (await dumpOf(storage)).objects.filter((object) => /student|course/.test(object))
    expect(await tables()).toEqual([])
    expect('students' in plain.as(admin)).toBe(false)

    const crm = createCrm({ storage, clock, plugins: [students()] })
    expect((await crm.migrate()).applied).toEqual(['students/0001_start'])
    expect((await tables()).length).toBeGreaterThan(0)
    const me = crm.as(admin)
    expect(await me.contacts.get(contactId)).toMatchObject({ name: '林小满', guardian: null })
    const course = await me.courses.create({ code: 'M1', title: 'x', startsOn: '2026-07-01', seats: 1 })
    await me.students.create({ contactId, courseId: course.id })
    expect(await me.contacts.count({ where: { students: { some: { stage: 'asked' } } } })).toBe(1)
  })
})

test('its program prints what its page says', async () => {
  const folder = join(import.meta.dirname, '..')
  const [, said] = /```text\n(.*?)```/s.exec(readFileSync(join(folder, 'README.md'), 'utf8')) ?? []
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=source', join(folder, 'src/main.ts')])
  expect(stdout).toBe(said)
})

test('its migrations are complete', async () => {
  const crm = createCrm({ storage: sqlite(':memory:'), plugins: [students()] })
  expect((await crm.migrate({ dryRun: true })).draft).toEqual([])
})
