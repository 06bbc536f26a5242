import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqlite } from '@guanxi/sqlite'
import Database from 'better-sqlite3'
import { type Filled, fill } from './fill.ts'
import { guanxi } from './guanxi.ts'
import { rawSqlite } from './raw/sqlite.ts'
import type { Bed } from './subject.ts'

/** Two copies of one file. */
export async function sqliteBed(contacts: number): Promise<{ readonly bed: Bed; readonly filled: Filled }> {
  const folder = mkdtempSync(join(tmpdir(), 'guanxi-bench-'))
  const files = { raw: join(folder, 'raw.db'), guanxi: join(folder, 'guanxi.db') }
  const filled = await fill(sqlite(files.raw), contacts)
  copyFileSync(files.raw, files.guanxi)
  const subjects = [rawSqlite(files.raw), guanxi(sqlite(files.guanxi))]
  const bed: Bed = {
    subjects,
    async rows(subject, table) {
      const database = new Database(files[subject], { readonly: true })
      const rows = database.prepare(`select * from crm_${table}`).raw().all()
      database.close()
      return rows as unknown[][]
    },
    async close() {
      for (const subject of subjects) await subject.close()
      rmSync(folder, { recursive: true })
    },
  }
  return { bed, filled }
}
