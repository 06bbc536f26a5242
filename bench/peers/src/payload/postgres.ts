import { postgresAdapter } from '@payloadcms/db-postgres'
import pg from 'pg'
import type { OpenSubject } from '../../../src/subject.ts'
import { payload } from './payload.ts'

export const open: OpenSubject = (url, given) => {
  const db = postgresAdapter({ pool: { connectionString: url }, push: true })
  return payload(db, given, {
    storage: 'postgres',
    async run(sql) {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      await client.query(sql)
      await client.query('vacuum analyze')
      await client.end()
    },
  })
}
