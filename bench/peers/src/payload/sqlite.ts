import { sqliteAdapter } from '@payloadcms/db-sqlite'
import Database from 'better-sqlite3'
import type { OpenSubject } from '../../../src/subject.ts'
import { payload } from './payload.ts'

export const open: OpenSubject = (file, given) => {
  const db = sqliteAdapter({
    client: { url: `file:${file}` },
    push: true,
    transactionOptions: {},
    wal: { journalSizeLimit: 67_108_864, synchronous: 'NORMAL' },
  })
  return payload(db, given, {
    storage: 'sqlite',
    async run(sql) {
      const database = new Database(file)
      database.exec(`${sql}; analyze`)
      database.close()
    },
  })
}
