import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqlite } from '@guanxi/sqlite'
import Database from 'better-sqlite3'
import { type Bed, hasOwnTables, type Stock } from './bed.ts'

/** Copies of one file. */
export async function sqliteBed({ shared, fill }: Stock): Promise<Bed> {
  const folder = mkdtempSync(join(tmpdir(), 'guanxi-bench-'))
  const first = join(folder, 'first.db')
  const fileOf = (subject: string) => (shared ? first : join(folder, `${subject}.db`))
  const given = await fill(sqlite(first), async (sql) => {
    const database = new Database(first)
    database.exec(sql)
    database.close()
  })
  return {
    given,
    async target(subject) {
      if (hasOwnTables(subject)) return join(folder, `${subject}.db`)
      if (!shared) copyFileSync(first, fileOf(subject))
      return fileOf(subject)
    },
    async rows(subject, table) {
      const database = new Database(fileOf(subject), { readonly: true })
      const rows = database.prepare(`select * from crm_${table}`).raw().all()
      database.close()
      return rows as unknown[][]
    },
    close: async () => rmSync(folder, { recursive: true }),
  }
}
