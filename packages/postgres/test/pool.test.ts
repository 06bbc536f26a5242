import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { createDatabase } from '../../../scripts/postgres.ts'
import { contact, ids, insert, query, ready } from '../../sql/test/house.ts'
import { postgres } from '../src/index.ts'
import { PreparedNames } from '../src/prepared.ts'

test("the host's own pool, which does not pipeline, is used and left open", async () => {
  const database = await createDatabase(inject('postgresUrl'))
  const pool = new pg.Pool({ connectionString: database.url, max: 1 })
  const storage = await ready(postgres(pool))
  await storage.session.write([insert(contact, { id: '1', name: 'x' })])
  const transaction = await storage.begin()
  const twice = insert(contact, { id: '2', name: 'x' }, { id: '1', name: 'x' })
  await expect(transaction.commit([twice])).rejects.toMatchObject({ code: 'DUPLICATE' })
  expect(await ids(storage, query(contact))).toEqual(['1'])

  const abort = new AbortController()
  const first = await storage.begin()
  const second = storage.begin({ signal: abort.signal })
  abort.abort()
  await expect(second).rejects.toMatchObject({ code: 'ABORTED' })
  await first.commit()
  // The connection that came too late went back.
  expect(await ids(storage, query(contact))).toEqual(['1'])

  await storage.close()
  await expect(storage.session.select(query(contact))).rejects.toMatchObject({ code: 'CLOSED' })
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await pool.end()
  await database.drop()
})

test('a statement has a name from its second use on, and no more than 300 have', () => {
  const names = new PreparedNames()
  expect(names.of('select 1')).toBeUndefined()
  const name = names.of('select 1')
  expect(name).toMatch(/^guanxi_[0-9a-f]{24}$/)
  for (let i = 0; i < 400; i++) for (const _ of [1, 2]) names.of(`select ${i}`)
  expect(names.of('select 1')).toBe(name)
  expect(names.of('select 299')).toBeDefined()
  expect([names.of('select 399'), names.of('select 399')]).toEqual([undefined, undefined])
})
