import type { CopiedValue, MigrationStep } from '@guanxi/core/storage'
import type { Dialect } from '../dialect.ts'
import { id, join, lit, raw, type Sql, sql } from '../fragment.ts'
import { columnName, type Names } from '../names.ts'

type CopyRows = Extract<MigrationStep, { step: 'copyRows' }>

/** The statement of the step. The databases read a bare literal as the type of its column. */
export function copyRows(dialect: Dialect, names: Names, { table, from, filled, values }: CopyRows): Sql {
  const source = (value: CopiedValue): Sql => {
    if ('value' in value) return raw(dialect.ddl.literal(value.value))
    const column = id(columnName(value.of))
    return value.suffix === undefined ? column : sql`${column} || ${lit(value.suffix)}`
  }
  const columns = values.map(({ column }) => id(columnName(column)))
  const column = id(columnName(filled))
  return sql`insert into ${names.table(table)} (${join([id('tenant'), ...columns])}) select ${join([id('tenant'), ...values.map(source)])} from ${names.table(from)} where ${column} is not null and ${column} <> ''`
}
