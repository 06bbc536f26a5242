import type { Literal, Selected, SelectQuery } from '@guanxi/core'
import { compile, id, join, raw, type Sql, sql } from '../fragment.ts'
import type { Plan } from '../plan/plan.ts'
import { condition } from './condition.ts'
import { rangesAfter } from './keyset.ts'
import { all, any } from './logic.ts'
import type { Lowering } from './lowering.ts'
import { Paths } from './paths.ts'
import { type Output, outputOf, recordOutputs, recordReader, selectList } from './reader.ts'

interface Key {
  readonly column: Sql
  readonly nullable: boolean
  readonly direction: 'asc' | 'desc'
  readonly output: Output
  readonly plain: boolean
}

/** The plan of a select. Its nodes must be distinct objects. */
export function lowerSelect(lowering: Lowering, query: SelectQuery): Plan<Selected> {
  const { dialect } = lowering
  const paths = new Paths(lowering, query.entity, query.bin)
  const keys = query.orderBy.map(({ path, direction }, i): Key => {
    const { column, nullable } = paths.value(path)
    const plain = path.hops.length === 0 && path.field.name === 'id'
    return { plain, column, nullable, direction, output: outputOf(dialect, `k${i}`, column, path.field) }
  })
  const records = recordOutputs(dialect, paths.root.node)
  const outputs = query.keys === true ? [...records, ...keys.map((key) => key.output)] : records
  const conditions = [...paths.root.conditions, condition(lowering, paths.root.node, query.where)]
  const fragment = paged(lowering, query, { paths, keys, outputs, conditions })
  const read = recordReader(query.entity, records)
  return {
    ...compile(dialect.compiler, fragment),
    decode: query.keys === true ? withKeys(read, keys, records.length) : (row) => ({ row: read(row) }),
  }
}

interface Parts {
  readonly paths: Paths
  readonly keys: readonly Key[]
  readonly outputs: readonly Output[]
  readonly conditions: readonly Sql[]
}

function paged(lowering: Lowering, query: SelectQuery, { paths, keys, outputs, conditions }: Parts): Sql {
  const ranges = query.after === null ? [] : rangesAfter(keys.map(cursor(lowering, query, query.after)))
  const lock = query.lock && lowering.dialect.lock(query.lock, paths.root.alias)
  const limit = raw(`limit ${Math.trunc(query.limit)}`)
  const from = paths.from()
  const order = join(keys.map((key) => lowering.dialect.order(key.column, key.direction, key.plain)))
  const select = (list: readonly Sql[], where: readonly Sql[]) =>
    sql`select ${join(list)} from ${from} where ${all([...conditions, ...where])}`

  if (query.perParent !== undefined) {
    const parent = paths.root.node.column(query.perParent)
    const rank = sql`row_number() over (partition by ${parent} order by ${order}) as ${id('rank')}`
    const ranked = select([...selectList(outputs), ...sortColumns(keys), rank], after(ranges))
    const within = raw(`<= ${Math.trunc(query.limit)}`)
    return sql`select ${names(outputs)} from (${ranked}) as ${id('u')} where ${id('rank')} ${within} order by ${outerOrder(lowering, keys)}`
  }
  if (ranges.length < 2 || lock !== undefined) {
    const page = sql`${select(selectList(outputs), after(ranges))} order by ${order} ${limit}`
    return lock === undefined ? page : sql`${page} ${lock}`
  }
  // Each range stops at the limit by itself: an `or` of them would read everything before the cursor again.
  const list = [...selectList(outputs), ...sortColumns(keys)]
  const pages = ranges.map(
    (range) => sql`select * from (${select(list, [range])} order by ${order} ${limit}) as ${id('r')}`,
  )
  return sql`select ${names(outputs)} from (${join(pages, ' union all ')}) as ${id('u')} order by ${outerOrder(lowering, keys)} ${limit}`
}

const after = (ranges: readonly Sql[]): readonly Sql[] => (ranges.length === 0 ? [] : [any(ranges)])
const names = (outputs: readonly Output[]): Sql => join(outputs.map(({ name }) => id(name)))
const sortColumns = (keys: readonly Key[]) => keys.map((key, i) => sql`${key.column} as ${id(`s${i}`)}`)
const outerOrder = (lowering: Lowering, keys: readonly Key[]): Sql =>
  join(keys.map((key, i) => lowering.dialect.order(id(`s${i}`), key.direction)))

function cursor(lowering: Lowering, query: SelectQuery, values: readonly (Literal | null)[]) {
  let slot = lowering.slotOf(values)
  return ({ column, nullable, direction }: Key, i: number) => {
    const field = query.orderBy[i]?.path.field
    const present = field !== undefined && (values[i] ?? null) !== null
    return { column, nullable, direction, after: present ? lowering.value(slot++, field) : undefined }
  }
}

function withKeys(read: (row: readonly unknown[]) => Selected['row'], keys: readonly Key[], from: number) {
  return (values: readonly unknown[]): Selected => ({
    row: read(values),
    keys: keys.map(({ output: { decode } }, i) => {
      const value = values[from + i] ?? null
      return (value === null || decode === undefined ? value : decode(value)) as Literal | null
    }),
  })
}
