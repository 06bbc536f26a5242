import type { AggregateQuery, CompareOp, Condition, GroupKey, Literal, Path } from '../../query/index.ts'
import type { KeyIR, RollupIR } from '../../rollup/index.ts'
import type { FieldIR } from '../../schema/index.ts'
import type { Session } from '../../storage/index.ts'

/** Some of a rollup's groups: what holds of their records, and of their cells. */
export interface Part {
  readonly records: readonly Condition[]
  readonly cells: readonly Condition[]
}

/** So many groups are held at a time; the values of one key are read in pages of as many. */
const most = 20_000

/**
 * All groups of a rollup in parts that are looked at one after another: however many there are, few are held at a time. A part has
 * the groups between two values of a key, or those of one value between two of the next key. Together they are all that there may
 * be, with records or without.
 */
export async function* partsOf(
  session: Session,
  rollup: RollupIR,
  tenant: string,
  part: Part = { records: [], cells: [] },
  [key, ...others]: readonly KeyIR[] = rollup.keys.filter(({ period }) => period === undefined),
): AsyncGenerator<Part> {
  if (key === undefined || !(await hasMany(session, rollup, tenant, part))) {
    yield part
    return
  }
  const within = (...all: readonly Condition[]): Part => ({
    records: [...part.records, ...all.map((one) => on(one, key.field))],
    cells: [...part.cells, ...all.map((one) => on(one, key.cell))],
  })
  const is = (op: CompareOp, value: Literal): Condition => ({ node: 'compare', field: key.field, op, value })
  const behind = (value: Literal | undefined) => (value === undefined ? isThere(key) : is('gt', value))
  yield* partsOf(session, rollup, tenant, within({ ...isThere(key), negated: false }), others)
  // Of the values since `begin`, `last` is the last; they have so many records, and no more groups.
  let [begin, last, records]: [Literal | undefined, Literal | undefined, number] = [undefined, undefined, 0]
  for await (const { value, n } of valuesOf(session, rollup, tenant, key, (after) => within(behind(after)))) {
    if (records + n > most && last !== undefined && last !== begin) {
      yield within(behind(begin), is('lte', last))
      begin = last
      records = 0
    }
    if (n > most) {
      yield within(behind(begin), is('lt', value))
      yield* partsOf(session, rollup, tenant, within(is('eq', value)), others)
      begin = value
    } else records += n
    last = value
  }
  yield within(behind(begin))
}

const on = (of: Condition, field: FieldIR): Condition =>
  of.node === 'compare' || of.node === 'isNull' ? { ...of, field } : of

const isThere = ({ field }: KeyIR) => ({ node: 'isNull', field, negated: true }) as const

async function hasMany(session: Session, rollup: RollupIR, tenant: string, part: Part): Promise<boolean> {
  const query = groupsOf(rollup, tenant, part)
  return (await session.aggregate({ ...query, limit: most + 1 })).length > most
}

/** The values of a key in their order, and how many records have each. */
async function* valuesOf(
  session: Session,
  rollup: RollupIR,
  tenant: string,
  { field }: KeyIR,
  behind: (after: Literal | undefined) => Part,
): AsyncGenerator<{ readonly value: Literal; readonly n: number }> {
  for (let after: Literal | undefined; ; ) {
    const rows = await session.aggregate({
      ...groupsOf(rollup, tenant, behind(after)),
      groupBy: [{ name: 'value', path: { hops: [], field }, bucket: undefined }],
      measures: [{ name: 'n', fn: 'count', path: undefined }],
      orderBy: [{ name: 'value', direction: 'asc' }],
      limit: most,
    })
    for (const { value, n } of rows) yield { value: value as Literal, n: Number(n) }
    if (rows.length < most) return
    after = rows.at(-1)?.value as Literal
  }
}

/** The groups of the records, with their sums. */
export function groupsOf(rollup: RollupIR, tenant: string, { records }: Part): AggregateQuery {
  return {
    entity: rollup.entity,
    tenant,
    access: null,
    where: { node: 'and', all: [rollup.where, ...records] },
    bin: 'without',
    groupBy: rollup.keys.map(grouped),
    measures: rollup.sums.map(({ fn, field, cell }) => {
      return { name: cell.name, fn, path: field === undefined ? undefined : at(field) }
    }),
    having: null,
    orderBy: [],
    limit: Number.MAX_SAFE_INTEGER,
  }
}

/** How many records the same groups have in each period of a list, by the list's name. */
export function periodsOf(rollup: RollupIR, tenant: string, part: Part, list: KeyIR): AggregateQuery {
  const groups = groupsOf(rollup, tenant, part)
  return {
    ...groups,
    groupBy: [...groups.groupBy, grouped(list)],
    measures: groups.measures.slice(0, 1),
  }
}

const at = (field: FieldIR): Path => ({ hops: [], field })

const grouped = ({ name, field, period, offsets }: KeyIR): GroupKey => {
  return { name, path: at(field), bucket: period === undefined ? undefined : { unit: period, offsets: offsets() } }
}
