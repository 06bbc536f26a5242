import type { Row } from '@guanxi/core'
import type {
  AggregateQuery,
  Expectation,
  Explained,
  Selected,
  SelectQuery,
  Write,
  Written,
} from '@guanxi/core/storage'
import type { Executor, Result, Statement } from '../driver.ts'
import type { Expectations } from '../expect/expectations.ts'
import { bind } from '../plan/plan.ts'
import type { Plans } from '../plan/plans.ts'
import type { SearchIndexes } from '../search-indexes.ts'
import type { Writer } from '../write/writer.ts'

/** What sessions share. */
export interface Lowered {
  readonly plans: Plans
  readonly expectations: Expectations
  readonly writer: Writer
  readonly indexed: SearchIndexes
  explaining(statement: Statement): Statement
}

/** Selects by an executor. */
export async function select(
  { plans, expectations, indexed }: Lowered,
  executor: Executor,
  query: SelectQuery,
): Promise<readonly Selected[]> {
  if (indexed.unknown) await indexed.learn(executor)
  const { plan, values } = plans.select(query)
  const [result] = await expectations.read(executor, [bind(plan, values)], expectedBy([query]), true)
  return decoded(result, plan.decode)
}

/** Selects several times by an executor, which sends them together. */
export async function selectMany(
  { plans, expectations, indexed }: Lowered,
  executor: Executor,
  queries: readonly SelectQuery[],
): Promise<readonly (readonly Selected[])[]> {
  if (indexed.unknown) await indexed.learn(executor)
  const planned = queries.map((query) => plans.select(query))
  const statements = planned.map(({ plan, values }) => bind(plan, values))
  const results = await expectations.read(executor, statements, expectedBy(queries), true)
  return planned.map(({ plan }, i) => decoded(results[i], plan.decode))
}

/** Aggregates by an executor. */
export async function aggregate(
  { plans, expectations, indexed }: Lowered,
  executor: Executor,
  query: AggregateQuery,
): Promise<readonly Row[]> {
  if (indexed.unknown) await indexed.learn(executor)
  const { plan, values } = plans.aggregate(query)
  const [result] = await expectations.read(executor, [bind(plan, values)], expectedBy([query]), false)
  return decoded(result, plan.decode)
}

/** How a query runs. */
export async function explain(
  { plans, indexed, explaining }: Lowered,
  executor: Executor,
  query: SelectQuery | AggregateQuery,
): Promise<Explained> {
  if (indexed.unknown) await indexed.learn(executor)
  const { plan, values } = 'groupBy' in query ? plans.aggregate(query) : plans.select(query)
  const { sql, parameters, anew = false } = bind(plan, values)
  const [result] = await executor.run([explaining({ sql, parameters, anew })])
  return { sql, parameters, plan: (result?.rows ?? []).map((row) => String(row.at(-1))) }
}

const none: readonly Expectation[] = []

/** What the queries expect, each once. */
function expectedBy(queries: readonly Pick<SelectQuery, 'expect'>[]): readonly Expectation[] {
  const [first] = queries
  if (queries.length === 1) return first?.expect === undefined ? none : [first.expect]
  return [...new Set(queries.flatMap(({ expect }) => expect ?? []))]
}

function decoded<T>(result: Result | undefined, decode: (row: readonly unknown[]) => T): readonly T[] {
  const rows = result?.rows ?? []
  const records = new Array<T>(rows.length)
  for (let i = 0; i < rows.length; i++) records[i] = decode(rows[i] as readonly unknown[])
  return records
}

/** Runs a batch of writes by an executor: `Executor.run`, or a commit. */
export async function write(
  { writer }: Lowered,
  run: Executor['run'],
  batch: readonly Write[],
): Promise<readonly Written[]> {
  const prepared = batch.map((part) => writer.prepare(part))
  const results = await run(prepared.flatMap(({ statements }) => statements))
  let from = 0
  return prepared.map(({ statements, collect }) => {
    const to = from + statements.length
    const own = results.slice(from, to)
    from = to
    return collect(own)
  })
}
