import { CrmError, isCrmError } from '@guanxi/core'
import type { Transaction } from '@guanxi/core/storage'
import { type Db, fromKysely, type KyselyTransactionLike } from 'pg-boss'

/** What is used of a client of pg. */
interface Client {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
}

/** The caller's transaction, as pg-boss takes it. */
export function databaseOf({ native }: Transaction): Db {
  if (isKysely(native)) return fromKysely(native)
  if (isClient(native))
    return { executeSql: (text, values) => native.query(text, values as unknown[]) as ReturnType<Db['executeSql']> }
  throw missing('transactions of Postgres')
}

/** Runs a statement; what the database refuses is thrown as a storage throws it. */
export async function rowsOf<T>(db: Db, text: string, values: readonly unknown[] = []): Promise<readonly T[]> {
  return faulted(async () => (await db.executeSql(text, [...values])).rows as T[])
}

export async function faulted<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (cause) {
    if (isCrmError(cause)) throw cause
    const code = String((cause as { readonly code?: unknown } | null)?.code)
    throw new CrmError(
      /^40(001|P01)$/.test(code) ? 'CONFLICT' : code.length === 5 ? 'STORAGE_FAILED' : 'STORAGE_UNAVAILABLE',
      { cause },
    )
  }
}

/** Which database it is: the server's own number, and that of the database there. */
export async function identityOf(db: Db): Promise<string> {
  const [row] = await rowsOf<{ identity: string }>(
    db,
    `select system_identifier || '/' || oid as identity from pg_control_system(), pg_database where datname = current_database()`,
  )
  return String(row?.identity)
}

export const missing = (capability: string, hint?: string): CrmError =>
  new CrmError('STORAGE_CAPABILITY_MISSING', { details: { capability }, ...(hint === undefined ? {} : { hint }) })

const isKysely = (native: unknown): native is KyselyTransactionLike =>
  typeof native === 'object' && native !== null && 'executeQuery' in native
const isClient = (native: unknown): native is Client =>
  typeof native === 'object' && native !== null && typeof (native as Partial<Client>).query === 'function'
