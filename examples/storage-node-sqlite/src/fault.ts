import { CrmError } from '@guanxi/core'
import type { Fault } from '@guanxi/sql'
import { sqliteFault } from '@guanxi/sqlite/dialect'

/** SQLite's result codes. An extended one has its primary code in the lowest byte. */
const names: Readonly<Record<number, string>> = {
  3: 'SQLITE_PERM',
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  26: 'SQLITE_NOTADB',
  517: 'SQLITE_BUSY_SNAPSHOT',
  1555: 'SQLITE_CONSTRAINT_PRIMARYKEY',
  2067: 'SQLITE_CONSTRAINT_UNIQUE',
}

function nameOf(error: unknown): string {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0
  return names[code] ?? names[code & 0xff] ?? ''
}

/** Whether another connection is in the way, and waiting helps: a snapshot that is too old stays so. */
export const isBusy = (error: unknown): boolean => ['SQLITE_BUSY', 'SQLITE_LOCKED'].includes(nameOf(error))

/** What an error of Node's SQLite means. */
export function fault(error: unknown): Fault {
  const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_OUT_OF_RANGE'
  if (isTooLarge) return { type: 'error', error: new CrmError('NUMBER_OUT_OF_RANGE', { cause: error }) }
  return sqliteFault(nameOf(error), error)
}
