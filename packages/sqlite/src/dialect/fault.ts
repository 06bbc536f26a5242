import { type CoreCode, CrmError } from '@guanxi/core'
import type { Fault } from '@guanxi/sql'
import { refusal } from './dialect.ts'

const codes: readonly (readonly [prefix: string, code: CoreCode])[] = [
  // What was read is no longer so: the transaction has to begin anew.
  ['SQLITE_BUSY_SNAPSHOT', 'CONFLICT'],
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

/**
 * What an error of SQLite means, by the name that SQLite gives its extended result code; for `Driver.fault`.
 *
 * @example
 * // node:sqlite tells the number of the code.
 * const names: Readonly<Record<number, string>> = { 5: 'SQLITE_BUSY', 1555: 'SQLITE_CONSTRAINT_PRIMARYKEY', 2067: 'SQLITE_CONSTRAINT_UNIQUE' }
 * export const fault = (error: unknown) =>
 *   sqliteFault(names[Number((error as { errcode?: number }).errcode)] ?? '', error)
 */
export function sqliteFault(code: string, error: unknown): Fault {
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
