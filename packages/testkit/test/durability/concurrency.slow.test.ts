import { createCrm, isCrmError, type StorageAdapter } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import { Random } from '@guanxi/testkit'
import { afterEach, describe, expect, inject, test } from 'vitest'
import { createDatabase } from '../../../../scripts/postgres.ts'
import { rowsOf } from '../rows-of.ts'
import { file } from '../storages.ts'

const full = process.env.GUANXI_TEST_FULL === '1'
const [writers, records, updates] = [10, 20, full ? 1000 : 100]
const trials = full ? 10_000 : 1000

const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

/** Another instance on the same database each time. */
type Another = () => StorageAdapter

/** Two handles on one file, each for half of the writers: more only wait longer for each other. */
async function onSqlite(): Promise<Another> {
  const fresh = await file()
  const handles = [fresh.storage, fresh.another?.() ?? sqlite('')]
  undo.push(() => fresh.close())
  undo.push(async () => handles[1]?.close())
  let given = 0
  return () => handles[given++ % 2] as StorageAdapter
}

async function onPostgres(): Promise<Another> {
  const database = await createDatabase(inject('postgresUrl'), inject('postgresTemplate'))
  undo.push(() => database.drop())
  return () => {
    const storage = postgres({ connectionString: database.url, max: 2 })
    undo.push(() => storage.close())
    return storage
  }
}

const admin = { user: 'u_adm', roles: ['admin'] }

describe.each([
  ['sqlite', onSqlite],
  ['postgres', onPostgres],
] as const)('%s', (name, make) => {
  /** Instances of the writers, and the records that they meet on. */
  async function meeting() {
    const another = await make()
    const handles = Array.from({ length: name === 'sqlite' ? 2 : writers }, another)
    const crms = handles.map((storage) => createCrm({ storage }))
    const people = Array.from({ length: writers }, (_, n) => {
      const crm = crms[n % crms.length]
      if (crm === undefined) throw new Error('no instance')
      return crm.as(admin)
    })
    const [first, [storage]] = [people[0], handles]
    if (first === undefined || storage === undefined) throw new Error('nobody')
    const { ids } = await first.companies.createMany(
      Array.from({ length: records }, (_, n) => ({ name: `c${n}`, size: 0 })),
    )
    return { people, ids, me: first, storage }
  }

  test('R9: with ifVersion no update is lost, and who is late is told the version that is there', async () => {
    const { people, ids, me } = await meeting()
    const won = new Map(ids.map((id) => [id, 0]))
    let late = 0
    const work = people.map(async (person, n) => {
      const random = new Random(n)
      for (let i = 0; i < updates; i++) {
        const id = random.pick(ids)
        const { version, size } = await person.companies.get(id)
        try {
          await person.companies.update(id, { size: (size ?? 0) + 1 }, { ifVersion: version })
          won.set(id, (won.get(id) ?? 0) + 1)
        } catch (error) {
          if (!isCrmError(error, 'VERSION_CONFLICT')) throw error
          expect(error.details).toMatchObject({ expected: version })
          expect(Number(error.details.actual)).toBeGreaterThan(version)
          late++
        }
      }
    })
    await Promise.all(work)
    for (const id of ids) {
      const { version, size } = await me.companies.get(id)
      expect([version - 1, size]).toEqual([won.get(id), won.get(id)])
    }
    expect([...won.values()].reduce((sum, n) => sum + n, late)).toBe(writers * updates)
    expect(late).toBeGreaterThan(0)
  })

  test('R9: without it the last one wins, field by field', async () => {
    const { people, ids, me, storage } = await meeting()
    const fields = ['city', 'region', 'address', 'externalId', 'name'] as const
    const last = new Map<string, string>()
    const work = people.slice(0, fields.length).map(async (person, n) => {
      const [random, field] = [new Random(n), fields[n] ?? 'city']
      for (let i = 0; i < updates; i++) {
        const id = random.pick(ids)
        await person.companies.update(id, { [field]: `${field} ${id} ${i}` })
        last.set(`${id} ${field}`, `${field} ${id} ${i}`)
      }
    })
    await Promise.all(work)
    for (const id of ids) {
      const row: Readonly<Record<string, unknown>> = { ...(await me.companies.get(id)) }
      for (const field of fields) {
        const expected = last.get(`${id} ${field}`)
        if (expected !== undefined) expect(row[field]).toBe(expected)
      }
    }
    const versions = (await rowsOf(storage, 'company')).map(({ version }) => Number(version) - 1)
    expect(versions.reduce((sum, n) => sum + n)).toBe(fields.length * updates)
  })

  test('R4: one effect per key, in sequence and at once, from one instance and from two', async () => {
    const { people } = await meeting()
    const random = new Random(11)
    const [one, two] = people
    if (one === undefined || two === undefined) throw new Error('nobody')
    const told = new Map<string, string>()
    const some = name === 'sqlite' ? trials : Math.ceil(trials / 4)
    for (let n = 0; n < some; n++) {
      const key = `k${n}`
      const call = (who: typeof one) => () => who.companies.create({ name: key }, { idempotencyKey: key })
      const [first, second] = [call(one), call(random.chance(0.9) ? one : two)]
      const together = random.chance(0.5)
      const [a, b] = together ? await Promise.all([first(), second()]) : [await first(), await second()]
      expect(b).toEqual(a)
      told.set(key, a.id)
      const other = one.companies.create({ name: 'other' }, { idempotencyKey: key })
      if (n % 10 === 0) await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' })
      else await other.catch(() => undefined)
    }
    const made = new Map<string, string>()
    for await (const { id, name } of one.companies.iterate()) if (told.has(String(name))) made.set(String(name), id)
    expect(made).toEqual(told)
    expect([await one.companies.count(), told.size]).toEqual([records + some, some])
  })
})
