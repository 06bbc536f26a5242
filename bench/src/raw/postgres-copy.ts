import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { uuids } from '@guanxi/core'
import pg from 'pg'
import { from } from 'pg-copy-streams'
import type { Subject } from '../subject.ts'
import { chunksOf, contactColumns, newContacts } from './contact.ts'
import { pointColumns } from './point.ts'
import { open as openRaw } from './postgres.ts'
import { auditColumns, outboxColumns, type Parameters } from './record.ts'

/** Raw, whose imports go by COPY, over a connection that does not pipeline. */
export async function open(url: string): Promise<Subject> {
  const raw = await openRaw(url)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const copy = (table: string, columns: string, rows: readonly Parameters[]) =>
    pipeline(Readable.from([rows.map(line).join('')]), client.query(from(`copy ${table} (${columns}) from stdin`)))
  const ids = uuids()
  const newId = () => ids(Date.now())
  return {
    ...raw,
    async createMany(inputs) {
      const all: string[] = []
      for (const chunk of chunksOf(inputs)) {
        const made = newContacts(chunk, newId, new Date().toISOString())
        await client.query('begin')
        await copy('crm_contacts', contactColumns, made.contacts)
        await copy('crm_contact_points', pointColumns, made.points)
        await copy('crm_audit', auditColumns, made.audit)
        await copy('crm_outbox', outboxColumns, made.outbox)
        await client.query('commit')
        all.push(...made.ids)
      }
      return { count: all.length, ids: all }
    },
    async close() {
      await client.end()
      await raw.close()
    },
  }
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const spelled = (value: string | number | null) =>
  value === null ? '\\N' : String(value).replace(/[\\\t\n\r]/g, (special) => escapes[special] ?? '')
const line = (row: Parameters) => `${row.map(spelled).join('\t')}\n`
