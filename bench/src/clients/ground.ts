import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import Database from 'better-sqlite3'
import pg from 'pg'
import { createDatabase, startPostgres } from '../../../scripts/postgres.ts'
import { type Filled, fill } from '../fill.ts'
import type { StorageName, SubjectName } from '../subject.ts'

/** Two equal databases, one for each subject. */
export interface Twins {
  readonly filled: Filled
  readonly urls: Readonly<Record<SubjectName, string>>
  /** How many contacts and events there are, and how many moves were kept. */
  counts(subject: SubjectName): Promise<readonly number[]>
  close(): Promise<void>
}

const counted = `select (select count(*) from crm_contacts) as contacts, (select count(*) from crm_outbox) as events,
  (select count(*) from crm_stage_stays where left_at is not null) as moves`

export const twins: Readonly<Record<StorageName, (contacts: number) => Promise<Twins>>> = {
  async sqlite(contacts) {
    const folder = mkdtempSync(join(tmpdir(), 'guanxi-clients-'))
    const urls = { raw: join(folder, 'raw.db'), guanxi: join(folder, 'guanxi.db') }
    const filled = await fill(sqlite(urls.raw), contacts)
    copyFileSync(urls.raw, urls.guanxi)
    return {
      filled,
      urls,
      async counts(subject) {
        const database = new Database(urls[subject], { readonly: true })
        const row = database.prepare<[], number[]>(counted).raw().get()
        database.close()
        return row ?? []
      },
      close: async () => rmSync(folder, { recursive: true }),
    }
  },
  async postgres(contacts) {
    const server = await startPostgres({ durable: true })
    const first = await createDatabase(server.url)
    const filled = await fill(postgres(first.url), contacts)
    const second = await createDatabase(server.url, new URL(first.url).pathname.slice(1))
    const urls = { raw: first.url, guanxi: second.url }
    const asked = async (subject: SubjectName, text: string) => {
      const client = new pg.Client({ connectionString: urls[subject] })
      await client.connect()
      const { rows } = await client.query<string[]>({ text, rowMode: 'array' })
      await client.end()
      return rows[0] ?? []
    }
    for (const subject of ['raw', 'guanxi'] as const) await asked(subject, 'vacuum analyze')
    return {
      filled,
      urls,
      counts: async (subject) => (await asked(subject, counted)).map(Number),
      close: () => server.stop(),
    }
  },
}
