import type { ColumnDefinition, IndexDefinition, MigrationStep } from '@guanxi/core/storage'
import type { Dialect } from '../dialect.ts'
import type { Executor, Statement } from '../driver.ts'
import { compile, id, join, raw, type Sql, sql } from '../fragment.ts'
import { columnName, type Names } from '../names.ts'
import { copyRows } from './copy.ts'
import { dropKeys, keysSql } from './keys.ts'
import { createSearch, searchIndexOf } from './search.ts'
import { prefixesOf, touched } from './touched.ts'

/** A migration's step as SQL. */
export function stepSql(dialect: Dialect, names: Names, step: MigrationStep): readonly string[] {
  if (step.step === 'dropKeys') return Object.values(keysSql(dialect, names, step))
  return searchSql(dialect, names, step).map((fragment) => compile(dialect.compiler, fragment).sql)
}

/** The search index goes before its table, and a database may have none. */
function searchSql(dialect: Dialect, names: Names, step: Exclude<MigrationStep, { step: 'dropKeys' }>): readonly Sql[] {
  if (step.step === 'createSearch') return dialect.search?.outline(searchIndexOf(names, step.table, step.fields)) ?? []
  if (step.step === 'promote') return promote(dialect, names, step)
  if (dialect.ddl.keyless === true && (step.step === 'createIndex' || step.step === 'dropIndex')) return []
  const dropped =
    step.step === 'dropSearch' || step.step === 'dropTable'
      ? dialect.search?.drop(searchIndexOf(names, step.table))
      : []
  return step.step === 'dropSearch' ? (dropped ?? []) : [...(dropped ?? []), lower(dialect, names, step)]
}

/** Runs steps in order, in as few round trips as they take. */
export async function runSteps(
  dialect: Dialect,
  names: Names,
  executor: Executor,
  steps: readonly MigrationStep[],
): Promise<void> {
  let batch: readonly Statement[] = []
  const flush = async () => {
    await executor.run(batch)
    batch = []
  }
  for (const step of steps) {
    if (step.step === 'dropKeys' || step.step === 'createSearch') {
      await flush()
      if (step.step === 'dropKeys') await dropKeys(dialect, names, executor, step)
      else await createSearch(dialect, names, executor, step)
    } else batch = [...batch, ...stepSql(dialect, names, step).map((sql) => ({ sql, parameters: [] }))]
  }
  await flush()
}

/** How many rows each step would take away or change. */
export async function rowsOfSteps(
  dialect: Dialect,
  names: Names,
  executor: Executor,
  steps: readonly MigrationStep[],
): Promise<readonly number[]> {
  const counts: number[] = []
  for (const step of steps) {
    const rows = touched(dialect, step)
    const count = rows && sql`select count(*) from ${names.table(step.table)} where ${rows}`
    const [result] = count ? await executor.run([{ sql: compile(dialect.compiler, count).sql, parameters: [] }]) : []
    counts.push(Number(result?.rows[0]?.[0] ?? 0))
  }
  return counts
}

/** The values of a key of the JSON column go to a column of their own. */
function promote(
  dialect: Dialect,
  names: Names,
  { table: plural, owner, column: of }: Extract<MigrationStep, { step: 'promote' }>,
): readonly Sql[] {
  const [table, extra, key] = [names.table(plural), id('extra'), `${owner}.${of.name}`]
  const value = dialect.extra.read(extra, key, of.type)
  return [
    sql`alter table ${table} add column ${column(dialect, of)}`,
    sql`update ${table} set ${id(columnName(of.name))} = ${value}, extra = ${dialect.extra.remove(extra, key)} where ${dialect.extra.has(extra, key)}`,
  ]
}

type Plain = Exclude<MigrationStep, { step: 'dropKeys' | 'createSearch' | 'dropSearch' | 'promote' }>

function lower(dialect: Dialect, names: Names, step: Plain): Sql {
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
    case 'dropExtra': {
      const kept = dialect.extra.without(id('extra'), prefixesOf(step.owner))
      return sql`update ${table} set extra = ${kept} where ${touched(dialect, step) ?? raw('1 = 0')}`
    }
    case 'copyRows':
      return copyRows(dialect, names, step)
    case 'dropRows':
      return sql`delete from ${table} where ${touched(dialect, step) ?? raw('1 = 0')}`
  }
}

function createTable(dialect: Dialect, names: Names, plural: string, columns: readonly ColumnDefinition[]): Sql {
  const tenant = sql`${id('tenant')} ${raw(dialect.ddl.type('text'))} not null`
  const key = sql`constraint ${id(`${names.bareTable(plural)}_pkey`)} primary key (tenant, id)`
  const keys = dialect.ddl.keyless === true ? [] : [key]
  const parts = [tenant, ...columns.map((definition) => column(dialect, definition)), ...keys]
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
