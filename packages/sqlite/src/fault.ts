import { type CoreCode, CrmError } from '@guanxi/core'
import type { Fault } from '@guanxi/sql'
import { refusal } from './dialect.ts'

const codes: readonly (readonly [prefix: string, code: CoreCode])[] = [
  ['SQLITE_BUSY', 'STORAGE_BUSY'],
  ['SQLITE_LOCKED', 'STORAGE_BUSY'],
  ['SQLITE_FULL', 'STORAGE_FULL'],
  ['SQLITE_READONLY', 'STORAGE_READ_ONLY'],
  ['SQLITE_NOTADB', 'STORAGE_NOT_A_DATABASE'],
  ['SQLITE_CORRUPT', 'STORAGE_NOT_A_DATABASE'],
  ['SQLITE_CANTOPEN', 'STORAGE_UNAVAILABLE'],
  ['SQLITE_IOERR', 'STORAGE_UNAVAILABLE'],
  ['SQLITE_PERM', 'STORAGE_UNAVAILABLE'],
]

/** The code of an SQLite error, such as `SQLITE_BUSY_SNAPSHOT`. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}

/** Whether another connection is in the way. */
export const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error))

/** What an error of better-sqlite3 means. */
export function fault(error: unknown): Fault {
  const code = codeOf(error)
  const message = error instanceof Error ? error.message : ''
  if (code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY') return duplicate(message)
  const known = codes.find(([prefix]) => code.startsWith(prefix))?.[1]
  if (known !== undefined) return failed(known, error)
  if (message.includes(`'${refusal}'`)) return { type: 'expectation' }
  if (message.includes('integer overflow')) return failed('NUMBER_OUT_OF_RANGE', error)
  if (message.includes('directory does not exist')) return failed('STORAGE_UNAVAILABLE', error)
  return failed('STORAGE_FAILED', error)
}

const failed = (code: CoreCode, cause: unknown): Fault => ({ type: 'error', error: new CrmError(code, { cause }) })

/** `UNIQUE constraint failed: crm_contacts.tenant, crm_contacts.email` */
function duplicate(message: string): Fault {
  const columns = message.slice(message.indexOf(': ') + 2).split(', ')
  const [table] = columns[0]?.split('.') ?? []
  return {
    type: 'duplicate',
    table,
    index: undefined,
    columns: columns.map((column) => column.split('.')[1] ?? column),
  }
}
