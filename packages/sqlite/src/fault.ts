import type { Fault } from '@guanxi/sql'
import { sqliteFault } from './dialect/index.ts'

/** The code of an SQLite error, such as `SQLITE_BUSY_SNAPSHOT`. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}

/** Whether another connection is in the way, and waiting helps: a snapshot that is too old stays so. */
export const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY(?!_SNAPSHOT)|LOCKED)/.test(codeOf(error))

/** Whether the disk failed in the middle of something. */
export const isBroken = (error: unknown): boolean => codeOf(error).startsWith('SQLITE_IOERR')

/** What an error of better-sqlite3 means. */
export const fault = (error: unknown): Fault => sqliteFault(codeOf(error), error)
