import { type DuckDBAppender, DuckDBDateValue, DuckDBTimestampValue } from '@duckdb/node-api'
import type { Row } from '@guanxi/core'
import { type ColumnDefinition, type ColumnType, type EntityIR, searchColumnOf, searchText } from '@guanxi/core/storage'
import { daysOf, millisOf } from '../codec.ts'

/** Appends a column's value of a row. */
export type Appending = (appender: DuckDBAppender, row: Row) => void

const values: Readonly<Record<ColumnType, (appender: DuckDBAppender, value: unknown) => void>> = {
  text: (appender, value) => appender.appendVarchar(String(value)),
  integer: (appender, value) => appender.appendBigInt(BigInt(Number(value))),
  number: (appender, value) => appender.appendDouble(Number(value)),
  boolean: (appender, value) => appender.appendBoolean(value === true),
  date: (appender, value) => appender.appendDate(new DuckDBDateValue(daysOf(value))),
  datetime: (appender, value) => appender.appendTimestamp(new DuckDBTimestampValue(BigInt(millisOf(value)) * 1000n)),
  json: (appender, value) => appender.appendVarchar(JSON.stringify(value)),
}

/** How a column of an entity's table is filled. */
export function appending(entity: EntityIR, { name, type }: ColumnDefinition): Appending {
  const searched = [...entity.fields.values()].find((field) => field.search && searchColumnOf(field) === name)?.name
  const append = values[type]
  return (appender, row) => {
    const given = row[searched ?? name] ?? null
    if (given === null) appender.appendNull()
    else append(appender, searched === undefined ? given : searchText(String(given)))
  }
}
