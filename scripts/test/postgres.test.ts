import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { createDatabase } from '../postgres.ts'

test('a test database is UTF-8, finds Chinese trigrams, and is gone when dropped', async () => {
  const server = inject('postgresUrl')
  const database = await createDatabase(server)
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const encoding = await client.query(`select current_setting('server_encoding') as encoding`)
  await client.query('create extension pg_trgm')
  const trigrams = await client.query(`select show_trgm('张伟明') as trigrams`)
  await client.end()
  await database.drop()

  expect(encoding.rows).toEqual([{ encoding: 'UTF8' }])
  expect(trigrams.rows[0].trigrams).toHaveLength(4)
  await expect(new pg.Client({ connectionString: database.url }).connect()).rejects.toThrow('does not exist')
})
