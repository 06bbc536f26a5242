import type { StorageAdapter } from '@guanxi/core'
import type { AggregateQuery, SelectQuery } from '@guanxi/core/storage'

/** A storage that remembers what it was asked outside of transactions, and tells the plans of that. */
export class Asked {
  readonly storage: StorageAdapter
  #queries: (SelectQuery | AggregateQuery)[] = []

  constructor(inner: StorageAdapter) {
    const { session } = inner
    const seen = <Q extends SelectQuery | AggregateQuery>(queries: readonly Q[]): void => {
      this.#queries.push(...queries)
    }
    this.storage = {
      ...inner,
      session: {
        ...session,
        select: (query) => {
          seen([query])
          return session.select(query)
        },
        selectMany: (queries) => {
          seen(queries)
          return session.selectMany(queries)
        },
        aggregate: (query) => {
          seen([query])
          return session.aggregate(query)
        },
        explain: (query) => session.explain(query),
        write: (batch) => session.write(batch),
      },
    }
  }

  /** The shapes of the plans of what a call reads, one after the other; equal ones once. */
  async plansOf(call: () => Promise<unknown>): Promise<string> {
    this.#queries = []
    await call()
    const plans: string[] = []
    for (const query of this.#queries) plans.push(shapeOf((await this.storage.session.explain(query)).plan))
    return [...new Set(plans)].join('\n--\n')
  }
}

/** What says nothing of the way to the rows: conditions, keys, and how it is seen that the tenant has no view of its own. */
const aside = [
  /^[\w ]+ (Cond|Filter|Key)( \d+)?:|^(Filter|One-Time Filter):|^(InitPlan|SubPlan) \d|^Result$|crm_overlays/,
  /^(CO-ROUTINE|MATERIALIZE|COMPOUND QUERY|LEFT-MOST|SCALAR SUBQUERY|SCAN CONSTANT ROW|SCAN [a-z]$|SCAN \()/,
]

/** What is read and how: the index, or that there is none, what is joined, and what is sorted. */
function shapeOf(plan: readonly string[]): string {
  return plan
    .map((line) => line.replace(/^\s*(->\s+)?/, '').trimEnd())
    .filter((line) => line !== '' && !aside.some((known) => known.test(line)))
    .map((line) => line.replaceAll(/\bt\d+\b/g, 't').replace(/ on (crm_\w+) \w+$/, ' on $1'))
    .join('\n')
}
