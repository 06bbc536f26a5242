import type { Among, MigrationStep } from '@guanxi/core/storage'
import type { Dialect } from '../dialect.ts'
import { id, join, lit, raw, type Sql, sql } from '../fragment.ts'
import { columnName } from '../names.ts'

/** The rows that a step takes away or changes, as a condition; undefined for steps that touch none. */
export function touched(dialect: Dialect, step: MigrationStep): Sql | undefined {
  switch (step.step) {
    case 'dropTable':
      return sql`1 = 1`
    case 'dropExtra':
      return dialect.extra.holds(id('extra'), prefixesOf(step.owner))
    case 'dropRows':
      return among(step.among)
    case 'dropKeys':
      return join([among(step.among), mentions(dialect, step.column, step.paths)], ' and ')
    default:
      return undefined
  }
}

/** How the keys of an owner begin: of his fields, and of their folded texts. */
export const prefixesOf = (owner: string): readonly string[] => [`${owner}.`, `~${owner}.`]

function among(values: Among): Sql {
  const one = ([column, of]: readonly [string, readonly string[]]) =>
    of.length === 0 ? sql`1 = 0` : sql`${id(columnName(column))} in (${join(of.map(lit))})`
  const all = Object.entries(values).map(one)
  return all.length === 0 ? sql`1 = 1` : join(all, ' and ')
}

/** Only documents in whose text one of the last keys stands are worth reading. */
function mentions(dialect: Dialect, column: string, paths: readonly (readonly string[])[]): Sql {
  const text = dialect.output(id(columnName(column)), 'json')
  const keys = [...new Set(paths.flatMap((path) => path.slice(-1)))]
  const one = (key: string) => sql`${dialect.position(text, lit(JSON.stringify(key)))} > 0`
  return sql`(${keys.length === 0 ? raw('1 = 0') : join(keys.map(one), ' or ')})`
}
