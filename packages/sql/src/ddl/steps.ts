import type { ColumnDefinition, IndexDefinition, MigrationStep } from '@guanxi/core'
import type { Dialect } from '../dialect.ts'
import { compile, id, join, raw, type Sql, sql } from '../fragment.ts'
import { columnName, type Names } from '../names.ts'

/** A migration's step as SQL. */
export function stepSql(dialect: Dialect, names: Names, step: MigrationStep): string {
  return compile(dialect.compiler, lower(dialect, names, step)).sql
}

function lower(dialect: Dialect, names: Names, step: MigrationStep): Sql {
  const table = names.table(step.table)
  switch (step.step) {
    case 'createTable':
      return createTable(dialect, names, step.table, step.columns)
    case 'dropTable':
      return sql`drop table ${table}`
    case 'addColumn':
      return sql`alter table ${table} add column ${column(dialect, step.column)}`
    case 'dropColumn':
      return sql`alter table ${table} drop column ${id(columnName(step.column))}`
    case 'createIndex':
      return createIndex(dialect, names, table, step.index)
    case 'dropIndex':
      return dialect.ddl.dropIndex(names.index(step.index), names.schema)
    case 'dropExtra':
      return dialect.extra.drop(table, [`${step.owner}.`, `~${step.owner}.`])
  }
}

function createTable(dialect: Dialect, names: Names, plural: string, columns: readonly ColumnDefinition[]): Sql {
  const tenant = sql`${id('tenant')} ${raw(dialect.ddl.type('text'))} not null`
  const key = sql`constraint ${id(`${names.bareTable(plural)}_pkey`)} primary key (tenant, id)`
  const parts = [tenant, ...columns.map((definition) => column(dialect, definition)), key]
  return sql`create table ${names.table(plural)} (${join(parts)})${raw(dialect.ddl.tableSuffix)}`
}

function column(dialect: Dialect, { name, type, nullable, default: value }: ColumnDefinition): Sql {
  const rest = (nullable ? '' : ' not null') + (value === undefined ? '' : ` default ${dialect.ddl.literal(value)}`)
  return sql`${id(columnName(name))} ${raw(dialect.ddl.type(type))}${raw(rest)}`
}

function createIndex(dialect: Dialect, names: Names, table: Sql, index: IndexDefinition): Sql {
  // The id is never null; its order must be that of the primary key.
  const columns = index.columns.map((name) =>
    name === 'id' ? id('id') : dialect.ddl.indexColumn(id(columnName(name))),
  )
  const head = raw(index.unique ? 'create unique index' : 'create index')
  const tail = raw(index.alive ? ' where deleted_at is null' : '')
  return sql`${head} ${id(names.index(index.name))} on ${table} (${join([id('tenant'), ...columns])})${tail}`
}
