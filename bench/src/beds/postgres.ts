import { postgres } from '@guanxi/postgres'
import pg from 'pg'
import { createDatabase, startPostgres } from '../../../scripts/postgres.ts'
import { type Bed, hasOwnTables, type Stock } from './bed.ts'

/** Copies of one database, on a server whose commits are durable. */
export async function postgresBed({ shared, fill }: Stock): Promise<Bed> {
  const server = await startPostgres({ durable: true })
  const { url: first } = await createDatabase(server.url)
  const given = await fill(postgres(first), async (sql) => void (await query(first, sql)))
  await query(first, 'vacuum analyze')
  const urls = new Map<string, string>()
  return {
    given,
    async target(subject) {
      const template = hasOwnTables(subject) ? undefined : new URL(first).pathname.slice(1)
      const url = shared && template !== undefined ? first : (await createDatabase(server.url, template)).url
      if (!shared) await query(url, 'vacuum analyze')
      urls.set(subject, url)
      return url
    },
    rows: (subject, table) => query(urls.get(subject) ?? first, `select * from crm_${table}`),
    close: () => server.stop(),
  }
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
