import type { FieldIR, Literal, Selected, SelectQuery, SortKey } from '@guanxi/core/storage'
import { compile, id, join, raw, type Sql, sql } from '../fragment.ts'
import type { Plan } from '../plan/plan.ts'
import { condition } from './condition.ts'
import { demanded } from './expectation.ts'
import { rangesAfter } from './keyset.ts'
import { all, any } from './logic.ts'
import type { Lowering } from './lowering.ts'
import type { Node } from './node.ts'
import { Paths } from './paths.ts'
import { type Output, outputOf, recordOutputs, recordReader, selectList } from './reader.ts'
import { type Way, waysOf } from './ways.ts'

interface Key {
  readonly column: Sql
  readonly nullable: boolean
  readonly direction: 'asc' | 'desc'
  readonly output: Output
  readonly plain: boolean
  /** A value as it compares with the key. */
  value(slot: number): Sql
}

/** The plan of a select. Its nodes must be distinct objects. */
export function lowerSelect(lowering: Lowering, query: SelectQuery): Plan<Selected> {
  const ways = waysOf(lowering, query)
  const [first, ...rest] = ways.all.map((way) => partsOf(lowering, query, way))
  if (first === undefined) throw new TypeError('no way to the rows')
  const page = paged(lowering, query, [first, ...rest])
  const fragment = ways.before === undefined ? page : sql`${ways.before} ${page}`
  const read = recordReader(query.entity, first.records)
  const decode = withKeys(read, first.keys, first.records.length)
  return {
    ...compile(lowering.dialect.compiler, fragment),
    anew: lowering.anew,
    decode: query.keys === true ? decode : (row) => ({ row: read(row) }),
  }
}

/** What the rows of one way are made of. */
interface Parts {
  readonly paths: Paths
  readonly keys: readonly Key[]
  readonly records: readonly Output[]
  readonly outputs: readonly Output[]
  readonly conditions: readonly Sql[]
  readonly limit: Sql
}

function partsOf(lowering: Lowering, query: SelectQuery, { candidates, limit }: Way): Parts {
  const paths = Paths.of(lowering, query, candidates)
  const keys = [...rankKey(lowering, query, paths.root.node), ...query.orderBy.map(sortKey(lowering, paths))]
  const records = recordOutputs(lowering.dialect, paths.root.node)
  const outputs = query.keys === true ? [...records, ...keys.map((key) => key.output)] : records
  const conditions = [
    ...demanded(lowering, query.expect),
    ...paths.root.conditions,
    condition(lowering, paths.root.node, query.where),
  ]
  return { paths, keys, records, outputs, conditions, limit }
}

const sortKey =
  (lowering: Lowering, paths: Paths) =>
  ({ path, direction }: SortKey, i: number): Key => {
    const { column, nullable } = paths.value(path)
    return {
      plain: path.hops.length === 0 && path.field.name === 'id',
      column,
      nullable,
      direction,
      output: outputOf(lowering.dialect, `k${i}`, column, path.field),
      value: (slot) => lowering.value(slot, path.field),
    }
  }

/** The number of the first condition that a row satisfies. */
function rankKey(lowering: Lowering, { rank }: SelectQuery, node: Node): readonly Key[] {
  if (rank === undefined) return []
  const cases = rank.map((of, i) => sql`when ${condition(lowering, node, of)} then ${raw(String(i))}`)
  const column = rank.length === 0 ? raw('0') : sql`case ${join(cases, ' ')} else ${raw(String(rank.length))} end`
  const output = { name: 'rank', column, decode: Number }
  return [
    {
      plain: false,
      column,
      nullable: false,
      direction: 'asc',
      output,
      value: (slot) => lowering.typed(slot, 'integer'),
    },
  ]
}

function paged(lowering: Lowering, query: SelectQuery, ways: readonly [Parts, ...Parts[]]): Sql {
  const [{ paths, keys, outputs }] = ways
  const lock = query.lock && lowering.dialect.lock(query.lock, paths.root.alias)
  if (query.perParent !== undefined) return perParent(lowering, query, ways[0], query.perParent)
  const pages = ways.flatMap((way) => {
    const ranges = rangesOf(lowering, query, way)
    return ranges.length < 2 ? [{ way, where: ranges }] : ranges.map((range) => ({ way, where: [range] }))
  })
  const [only] = pages
  if (only !== undefined && (pages.length === 1 || lock !== undefined)) {
    const ranges = rangesOf(lowering, query, only.way)
    const page = selectFrom(lowering, only.way, selectList(outputs), ranges.length === 0 ? [] : [any(ranges)])
    return lock === undefined ? page : sql`${page} ${lock}`
  }
  // Each range stops at the limit by itself: an `or` of them would read everything before the cursor again.
  const parts = pages.map(
    ({ way, where }) =>
      sql`select * from (${selectFrom(lowering, way, [...selectList(way.outputs), ...sortColumns(way.keys)], where)}) as ${id('r')}`,
  )
  return sql`select ${names(outputs)} from (${join(parts, ' union all ')}) as ${id('u')} order by ${outerOrder(lowering, keys)} ${limitOf(query)}`
}

/** The first rows of a way that satisfy something more, in order. */
function selectFrom(lowering: Lowering, way: Parts, list: readonly Sql[], where: readonly Sql[]): Sql {
  const { conditions, limit, paths } = way
  return sql`select ${join(list)} from ${paths.from()} where ${all([...conditions, ...where])} order by ${orderOf(lowering, way)} limit ${limit}`
}

/** The first rows of each value of a field. */
function perParent(lowering: Lowering, query: SelectQuery, way: Parts, parentField: FieldIR): Sql {
  const { paths, keys, outputs, conditions } = way
  const parent = paths.root.node.column(parentField)
  const rank = sql`row_number() over (partition by ${parent} order by ${orderOf(lowering, way)}) as ${id('rank')}`
  const list = join([...selectList(outputs), ...sortColumns(keys), rank])
  const ranges = rangesOf(lowering, query, way)
  const where = all([...conditions, ...(ranges.length === 0 ? [] : [any(ranges)])])
  const ranked = sql`select ${list} from ${paths.from()} where ${where}`
  return sql`select ${names(outputs)} from (${ranked}) as ${id('u')} where ${id('rank')} <= ${raw(String(Math.trunc(query.limit)))} order by ${outerOrder(lowering, keys)}`
}

const names = (outputs: readonly Output[]): Sql => join(outputs.map(({ name }) => id(name)))
const sortColumns = (keys: readonly Key[]) => keys.map((key, i) => sql`${key.column} as ${id(`s${i}`)}`)
const outerOrder = (lowering: Lowering, keys: readonly Key[]): Sql =>
  join(keys.map((key, i) => lowering.dialect.order(id(`s${i}`), key.direction)))

const limitOf = ({ limit }: SelectQuery): Sql => raw(`limit ${Math.trunc(limit)}`)
const orderOf = (lowering: Lowering, { keys }: Parts): Sql =>
  join(keys.map((key) => lowering.dialect.order(key.column, key.direction, key.plain)))

/** The ranges of what comes after the cursor; none: everything. */
function rangesOf(lowering: Lowering, { after }: SelectQuery, { keys }: Parts): readonly Sql[] {
  if (after === null) return []
  let slot = lowering.slotOf(after)
  return rangesAfter(
    keys.map(({ column, nullable, direction, value }, i) => {
      const present = (after[i] ?? null) !== null
      return { column, nullable, direction, after: present ? value(slot++) : undefined }
    }),
    lowering.dialect.rowValues !== false,
  )
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
