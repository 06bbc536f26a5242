import { createCrm, definePipeline, isCrmError, type StorageAdapter } from '@guanxi/core'
import { coreFixtures, migratedBytes } from '@guanxi/testkit'
import { expect, inject, onTestFinished, test } from 'vitest'
import { createDatabase } from '../../../../scripts/postgres.ts'
import { callFixture, isPossible } from '../../src/reflection/call.ts'
import type { FixtureCall } from '../../src/reflection/fixtures.ts'
import { objectsIn, spell, textsIn, withValue } from '../../src/reflection/positions.ts'
import { type Around, postgresAround, sqliteAround } from '../durability/around.ts'

// Every operation of the core by the fixture that its reflection has, with something else at each place of its input.

const deal = definePipeline({
  entity: 'deal',
  editable: true,
  stages: {
    qualified: {},
    proposal: {},
    negotiation: {},
    won: { type: 'won' },
    lost: { type: 'lost', require: ['lostReason'] },
  },
})

/** What would be syntax if anything joined it to a statement. The letters around it are looked for in logs and errors. */
const canary = 'zqCANARYqz'
const texts = [
  `${canary}'`,
  `${canary}"`,
  `${canary}\\`,
  `${canary}'); drop table crm_deals; --`,
  `${canary}$1 ?1 :x @y`,
  `${canary}"]`,
  `${canary}$.a[*]`,
  `${canary}%_`,
  `${canary}* NEAR(a b) ^ -x`,
  `${canary}’＇`,
  `${canary}\u0000`,
  `${canary} desc`,
] as const
const many = process.env.GUANXI_TEST_FULL === '1' ? texts.length : 1

type Storage = (each: Around) => Promise<StorageAdapter>
const onSqlite: Storage = async (each) => sqliteAround(await migratedBytes(), each)
const onPostgres: Storage = async (each) => {
  const database = await createDatabase(inject('postgresUrl'), inject('postgresTemplate'))
  onTestFinished(() => database.drop())
  return postgresAround(database.url, each)
}

/** The statement without what differs by number of values alone. */
const folded = (sql: string): string =>
  sql
    .replace(/\$\d+/g, '?')
    .replace(/\((\?(::\w+)?(, )?)+\)/g, '(?)')
    .replace(/guanxi_s\d+/g, 'guanxi_s')

const wordsOf = (sql: string): readonly string[] => sql.replace(/\d+/g, '0').split(/[\s(),]+/)

async function made(storage: Storage) {
  const [seen, logged] = [new Set<string>(), [] as string[]]
  const each: Around = ({ sql }, run) => {
    seen.add(folded(sql))
    return run()
  }
  const log = (...parts: readonly unknown[]) => void logged.push(parts.map((part) => inspected(part)).join(' '))
  const crm = createCrm({
    storage: await storage(each),
    tenancy: 'multi',
    pipelines: { deal },
    logger: { warn: log, error: log },
  })
  onTestFinished(() => crm.close())
  await crm.migrate()
  const description = crm.describe()
  const operations = Object.entries(coreFixtures).filter(([name]) => isPossible(description, name))
  let tenants = 0
  const fresh = () => crm.as({ tenant: `t${tenants++}`, user: 'u_admin', roles: ['admin'] })
  const call = (me: object, operation: string, given: FixtureCall) => callFixture(description, me, operation, given)
  return { crm, seen, logged, description, operations, fresh, call }
}

const inspected = (part: unknown): string =>
  part instanceof Error
    ? `${part.message} ${part.stack} ${inspected(part.cause)}`
    : (JSON.stringify(part) ?? String(part))

/** What a refusal tells may hold what the caller gave, and nothing of the database. */
const telling =
  /\bselect\b.*\bfrom\b|\binsert into\b|\bupdate\b.*\bset\b|crm_[a-z]|SQLITE|constraint|syntax error|relation "/i

function problemOf(error: unknown): string | undefined {
  if (!isCrmError(error)) return `no CrmError: ${String(error)}`
  if (error.status >= 500) return `${error.code}: ${String(error.cause)}`
  // What a caller has sent may be told him again, at the place where it stood.
  const text = JSON.stringify(error).replaceAll(/zqCANARYqz[^"]*(\\"[^"]*)*/g, '')
  return telling.test(text) ? `it tells ${text}` : undefined
}

// On a server it takes five times as long: there one operation of twenty-four, unless all is wanted.
for (const [name, storage, stride] of [
  ['sqlite', onSqlite, 1],
  ['postgres', onPostgres, many === 1 ? 24 : 1],
] as const)
  test(`S7a, S13, S21: no text at any place of any operation becomes SQL, on ${name}; errors and logs do not tell`, async () => {
    const { seen, logged, operations, fresh, call } = await made(storage)
    const problems: string[] = []
    // What is asked by input that means no harm. Twice: a later statement may differ from the first.
    for (const [operation, fixture] of operations)
      for (const unique of ['unique1', 'unique2']) {
        const me = fresh()
        const given = await fixture(me, unique)
        await call(me, operation, given).catch((error) => problems.push(`${operation} ${error}`))
        // What is there already is refused, and the clash tells of no table.
        if (!operation.endsWith('.create')) continue
        const problem = await call(me, operation, given).then(() => undefined, problemOf)
        if (problem !== undefined) problems.push(`${operation}, twice: ${problem}`)
      }
    expect(problems).toEqual([])
    let tried = 0
    for (const [at, [operation, fixture]] of operations.entries()) {
      if (at % stride !== 0) continue
      const me = fresh()
      const given = await fixture(me, 'unique3')
      const places = textsIn(given.input).map(({ path }) => path)
      for (const [index, path] of places.entries())
        for (let turn = 0; turn < many; turn++) {
          tried++
          const text = texts[(at + index + turn * 5) % texts.length] ?? ''
          const one = { ...given, input: withValue(given.input, path, text) }
          // Texts of the same form that mean no harm say which statements this place leads to, the first time and later; the last of
          // them twice, for where the same is there already, or no more.
          for (const letter of ['x', 'y', 'z', 'z']) {
            const harmless = text.replace(/[^\p{L}\p{N} ]/gu, letter).replace(/$/, letter)
            await call(me, operation, { ...given, input: withValue(given.input, path, harmless) }).catch(
              () => undefined,
            )
          }
          const known = new Set(seen)
          await call(me, operation, one).catch((error: unknown) => {
            const problem = problemOf(error)
            if (problem !== undefined) problems.push(`${operation} at ${spell(path)}: ${problem}`)
          })
          // A search has a condition for each word: more of them, and no other words of SQL.
          const words = /(^|\.)search(\.find)?$/.test(operation) ? new Set([...known].flatMap(wordsOf)) : undefined
          for (const sql of seen)
            if (!known.has(sql) && !(words && wordsOf(sql).every((word) => words.has(word))))
              problems.push(`${operation} at ${spell(path)}: ${text} leads to ${sql}`)
        }
      if (given.id !== undefined)
        await call(me, operation, { ...given, id: texts[at % texts.length] ?? '' }).catch((error: unknown) => {
          const problem = problemOf(error)
          if (problem !== undefined) problems.push(`${operation} by id: ${problem}`)
        })
    }
    expect(problems).toEqual([])
    // A harmless one may be the name of a custom field.
    expect([...seen].filter((sql) => texts.some((text) => sql.includes(text)))).toEqual([])
    expect(logged.filter((line) => line.includes('CANARY'))).toEqual([])
    expect(tried).toBeGreaterThan(operations.length / stride)
  })

const natural = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__'] as const

const shape = () =>
  [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype].map((one) =>
    Reflect.ownKeys(one).map((key) => [key, Object.getOwnPropertyDescriptor(one, key)]),
  )

test('S10: keys that objects have by nature pollute nothing, at any level of any input', async () => {
  const { operations, fresh, call } = await made(onSqlite)
  const before = shape()
  const problems: string[] = []
  let tried = 0
  for (const [operation, fixture] of operations) {
    const me = fresh()
    const given = await fixture(me, 'unique1')
    for (const path of objectsIn(given.input))
      for (const key of natural) {
        tried++
        const value = { polluted: true, prototype: { polluted: true } }
        await call(me, operation, { ...given, input: withValue(given.input, [...path, key], value) }).then(
          () => problems.push(`${operation} took ${key} at ${spell(path)}`),
          (error: unknown) => {
            const problem = problemOf(error)
            if (problem !== undefined) problems.push(`${operation}, ${key} at ${spell(path)}: ${problem}`)
          },
        )
        if (Reflect.get({}, 'polluted') !== undefined) throw new Error(`${operation} has polluted all objects`)
      }
  }
  expect(shape()).toEqual(before)
  expect(problems).toEqual([])
  expect(tried).toBeGreaterThan(operations.length)
})

test('S14: what a fresh instance refuses, unless it is told otherwise', async () => {
  const crm = createCrm({ storage: await onSqlite((_, run) => run()) })
  onTestFinished(() => crm.close())
  for (const actor of [undefined, null, {}, { user: '' }, { roles: [] }, { user: 'u' }, { user: '', roles: ['admin'] }])
    expect(() => crm.as(actor as never)).toThrow(expect.objectContaining({ code: 'ACTOR_REQUIRED' }))
  expect(() => crm.asSystem({} as never)).toThrow(expect.objectContaining({ code: 'ACTOR_REQUIRED' }))
  const nobody = crm.as({ user: 'u', roles: [] })
  await expect(nobody.companies.list()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(nobody.companies.create({ name: 'x' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
})
