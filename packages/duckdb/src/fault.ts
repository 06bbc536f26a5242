import { type CoreCode, CrmError, isCrmError } from '@guanxi/core'
import type { Fault } from '@guanxi/sql'

/** DuckDB tells its errors apart by their first words alone. */
const codes: readonly (readonly [says: RegExp, code: CoreCode])[] = [
  [/Could not set lock on file/, 'STORAGE_BUSY'],
  // A file of another database asks for the extension that reads it.
  [/not a valid DuckDB database file|is an existing extension|Serialization Error/, 'STORAGE_NOT_A_DATABASE'],
  [/No space left on device|disk is full/i, 'STORAGE_FULL'],
  [/read-only mode/, 'STORAGE_READ_ONLY'],
  [/^TransactionContext Error: Current transaction is aborted/, 'TRANSACTION_CLOSED'],
  [/^(TransactionContext|Transaction) Error/, 'CONFLICT'],
  [/^IO Error/, 'STORAGE_UNAVAILABLE'],
  [/^Out of Range Error|is out of range/, 'NUMBER_OUT_OF_RANGE'],
]

/** What an error of DuckDB means; what is no error of its own stays as it is. */
export function errorOf(error: unknown): CrmError {
  if (isCrmError(error)) return error
  const message = error instanceof Error ? error.message : String(error)
  const known = codes.find(([says]) => says.test(message))?.[1]
  return new CrmError(known ?? 'STORAGE_FAILED', { cause: error })
}

/** The same, as a driver says it. */
export const fault = (error: unknown): Fault => ({ type: 'error', error: errorOf(error) })
