import type { DuckDBConnection, DuckDBListValue, DuckDBPreparedStatement, DuckDBValue } from '@duckdb/node-api'
import { Lru, type Result, type Statement } from '@guanxi/sql'

/** A query's rows come back; anything else tells how many it changed. */
const queryResult = 3

/** Runs statements on a connection, one after another. */
export async function runOn(
  connection: DuckDBConnection,
  statements: readonly Statement[],
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (const statement of statements) results.push(await runOne(connection, statement))
  return results
}

const prepared = new WeakMap<DuckDBConnection, Lru<DuckDBPreparedStatement>>()

async function runOne(connection: DuckDBConnection, { sql, parameters }: Statement): Promise<Result> {
  const statement = await prepare(connection, sql)
  for (const [i, value] of parameters.entries()) bindTo(statement, i + 1, value)
  const reader = await statement.runAndReadAll()
  if (Number(reader.returnType) !== queryResult) return { rows: [], count: reader.rowsChanged }
  const rows = reader.getRows()
  return { rows: sql.startsWith('explain ') ? rows.flatMap(linesOf) : rows.map(spelled), count: rows.length }
}

/** A list as its JSON. Nothing else that comes is an object. */
const spelled = (row: readonly DuckDBValue[]): readonly unknown[] =>
  row.some(isList) ? row.map((value) => (isList(value) ? JSON.stringify(value.items) : value)) : row

const isList = (value: DuckDBValue): value is DuckDBListValue =>
  typeof value === 'object' && value !== null && 'items' in value

/** Planning a small query takes longer than answering it. */
async function prepare(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
  const known = prepared.get(connection) ?? new Lru<DuckDBPreparedStatement>(100)
  prepared.set(connection, known)
  const found = known.get(sql)
  if (found !== undefined) return found
  const statement = await connection.prepare(sql)
  known.set(sql, statement)
  return statement
}

/** Every parameter is cast where it stands. */
function bindTo(statement: DuckDBPreparedStatement, at: number, value: unknown): void {
  if (value === null || value === undefined) statement.bindNull(at)
  else if (typeof value === 'number') {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) statement.bindBigInt(at, BigInt(value))
    else statement.bindDouble(at, value)
  } else if (typeof value === 'boolean') statement.bindBoolean(at, value)
  // The lists of `bulk` are documents.
  else statement.bindVarchar(at, Array.isArray(value) ? JSON.stringify(value) : String(value))
}

/** A plan without the planner's guesses: they tell of rows that the asker may not see. */
const linesOf = (row: readonly unknown[]): readonly (readonly unknown[])[] =>
  String(row.at(-1))
    .replaceAll(/~[\d,]+ rows?/g, (found) => ' '.repeat(found.length))
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => [line])
