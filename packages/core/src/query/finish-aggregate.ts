import { CrmError } from '../error/index.ts'
import { divide, type Row } from '../schema/index.ts'
import type { CheckedAggregate } from './check-aggregate.ts'
import { tooComplex } from './limits.ts'
import { withLists } from './lists.ts'

/**
 * Finishes the storage's rows: refuses too many groups and mixed currencies, divides averages, takes hidden measures off.
 *
 * @example
 * const finished = async (checked: CheckedAggregate, query: AggregateQuery) =>
 *   finishAggregate(checked, await storage.session.aggregate(query))
 */
export function finishAggregate(checked: CheckedAggregate, found: readonly Row[]): readonly Row[] {
  const { averages, currencies, groupBy, longest, measures, most, names } = checked
  if (found.length > most) throw tooComplex('groupBy', `makes more than ${most} groups`)
  for (const row of found) {
    for (const { least, greatest, missing, amount, report, path } of currencies) {
      if (missing !== undefined && Number(row[missing]) > 0) throw rateMissing(amount, path)
      if (row[least] !== row[greatest]) throw mixedCurrency([String(row[least]), String(row[greatest])], report)
    }
  }
  const rows = withLists(found, measures, longest)
  // Nothing is hidden: the rows are what was asked for.
  if (measures.length === names.length && averages.size === 0) return rows
  const average = (row: Row, { sum, count, rounding }: NonNullable<ReturnType<typeof averages.get>>) => {
    const divisor = row[count] as number
    return divisor === 0 ? null : divide(BigInt(row[sum] as number), BigInt(divisor), rounding)
  }
  return rows.map((row) => {
    const keys = groupBy.map(({ name }) => [name, row[name] ?? null] as const)
    const figures = names.map((name) => {
      const parts = averages.get(name)
      return [name, parts === undefined ? (row[name] ?? null) : average(row, parts)] as const
    })
    return Object.fromEntries([...keys, ...figures])
  })
}

/** Amounts in several currencies were about to be added or compared. */
export function mixedCurrency(currencies: readonly string[], report: string | undefined): CrmError {
  const other = report === undefined ? '' : `, or measure ${report}, which is in the report currency`
  return new CrmError('MIXED_CURRENCY', {
    details: { currencies: currencies.toSorted() },
    hint: `Group by the currency, or filter by one${other}.`,
  })
}

/** Amounts were about to be added of which some have no value in the report currency. */
export function rateMissing(amount: string, path: string): CrmError {
  return new CrmError('RATE_MISSING', { details: { path, amount } })
}
