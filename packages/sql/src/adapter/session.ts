import type { AggregateQuery, Row, Selected, SelectQuery, Write, Written } from '@guanxi/core'
import type { Executor, Result } from '../driver.ts'
import { bind } from '../plan/plan.ts'
import type { Plans } from '../plan/plans.ts'
import type { Writer } from '../write/writer.ts'

/** What sessions share. */
export interface Lowered {
  readonly plans: Plans
  readonly writer: Writer
}

/** Selects by an executor. */
export async function select({ plans }: Lowered, executor: Executor, query: SelectQuery): Promise<readonly Selected[]> {
  const { plan, values } = plans.select(query)
  const [result] = await executor.run([bind(plan, values)])
  return decoded(result, plan.decode)
}

/** Aggregates by an executor. */
export async function aggregate(
  { plans }: Lowered,
  executor: Executor,
  query: AggregateQuery,
): Promise<readonly Row[]> {
  const { plan, values } = plans.aggregate(query)
  const [result] = await executor.run([bind(plan, values)])
  return decoded(result, plan.decode)
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
