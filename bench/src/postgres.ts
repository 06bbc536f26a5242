import { postgres } from '@guanxi/postgres'
import pg from 'pg'
import { createDatabase, startPostgres } from '../../scripts/postgres.ts'
import { type Filled, fill } from './fill.ts'
import { guanxi } from './guanxi.ts'
import { rawPostgres } from './raw/postgres.ts'
import type { Bed } from './subject.ts'

/** Two copies of one database, on a server whose commits are durable. */
export async function postgresBed(contacts: number): Promise<{ readonly bed: Bed; readonly filled: Filled }> {
  const server = await startPostgres({ durable: true })
  const first = await createDatabase(server.url)
  const filled = await fill(postgres(first.url), contacts)
  const second = await createDatabase(server.url, new URL(first.url).pathname.slice(1))
  const urls = { raw: first.url, guanxi: second.url }
  for (const url of Object.values(urls)) await query(url, 'vacuum analyze')
  const subjects = [await rawPostgres(urls.raw), guanxi(postgres(urls.guanxi))]
  const bed: Bed = {
    subjects,
    rows: (subject, table) => query(urls[subject], `select * from crm_${table}`),
    async close() {
      for (const subject of subjects) await subject.close()
      await server.stop()
    },
  }
  return { bed, filled }
}

/** Values as the server spells them. */
const types = { getTypeParser: () => (text: string) => text }

async function query(url: string, text: string): Promise<readonly (readonly unknown[])[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<unknown[]>({ text, rowMode: 'array', types })).rows
  } finally {
    await client.end()
  }
}
