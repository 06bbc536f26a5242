import type { MigrationStep } from '@guanxi/core/storage'
import type { Dialect } from '../dialect.ts'
import type { Executor } from '../driver.ts'
import { compile, id, type Sql, sql } from '../fragment.ts'
import { columnName, type Names } from '../names.ts'
import { touched } from './touched.ts'

type DropKeys = Extract<MigrationStep, { step: 'dropKeys' }>

/** So many documents are read at a time. */
const page = 500

/** The statements of the step: one reads the next documents, the other writes one back. */
export function keysSql(dialect: Dialect, names: Names, step: DropKeys): { read: string; write: string } {
  const [table, column] = [names.table(step.table), id(columnName(step.column))]
  const text = (slot: number) => dialect.parameter({ slot }, 'text')
  const compiled = (fragment: Sql) => compile(dialect.compiler, fragment).sql
  const rows = touched(dialect, step) ?? sql`1 = 0`
  return {
    read: compiled(
      sql`select tenant, id, ${dialect.output(column, 'json')} from ${table} where ${rows} and (tenant, id) > (${text(0)}, ${text(1)}) order by tenant, id limit ${dialect.parameter({ slot: 2 }, 'integer')}`,
    ),
    write: compiled(
      sql`update ${table} set ${column} = ${dialect.parameter({ slot: 0 }, 'json')} where tenant = ${text(1)} and id = ${text(2)}`,
    ),
  }
}

/** Takes the keys out, here: what stands in lists is beyond the databases' own functions. */
export async function dropKeys(dialect: Dialect, names: Names, executor: Executor, step: DropKeys): Promise<void> {
  const { read, write } = keysSql(dialect, names, step)
  const { encode = same, decode = same } = dialect.codec('json')
  for (let after: readonly unknown[] = ['', '']; ; ) {
    const [result] = await executor.run([{ sql: read, parameters: [...after, page] }])
    const rows = result?.rows ?? []
    await executor.run(
      rows.map(([tenant, row, document]) => ({
        sql: write,
        parameters: [encode(step.paths.reduce(without, decode(document))), tenant, row],
      })),
    )
    if (rows.length < page) return
    after = rows.at(-1)?.slice(0, 2) ?? after
  }
}

const same = (value: unknown): unknown => value

/** A copy without what stands at the end of a path. */
function without(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || key === undefined) return value
  if (Array.isArray(value)) return key === '*' ? value.map((item) => without(item, rest)) : value
  const entries = Object.entries(value)
  if (rest.length === 0) return Object.fromEntries(entries.filter(([name]) => name !== key))
  return Object.fromEntries(entries.map(([name, inner]) => [name, name === key ? without(inner, rest) : inner]))
}
