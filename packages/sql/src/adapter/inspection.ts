import { type EntityIR, type Finding, type InspectionPort, mostIds, type Schema, tableOf } from '@guanxi/core/storage'
import { searchIndexOf, staleSearch } from '../ddl/search.ts'
import type { Dialect } from '../dialect.ts'
import type { Executor } from '../driver.ts'
import { compile, id, type Sql, sql } from '../fragment.ts'
import type { Names } from '../names.ts'

/** What the inspection looks at. */
export interface InspectedStorage {
  readonly dialect: Dialect
  readonly names: Names
  readonly executor: Executor
  schema(): Schema
  /** Runs something in a transaction, and undoes it. */
  undone<T>(run: (executor: Executor) => Promise<T>): Promise<T>
}

/** Looks at the database itself, past tenants. */
export function inspectionPort(storage: InspectedStorage): InspectionPort {
  const { dialect, names, executor, schema, undone } = storage
  const ask = (from: Executor) => async (query: Sql) => {
    const [result] = await from.run([{ sql: compile(dialect.compiler, query).sql, parameters: [] }])
    return result?.rows ?? []
  }
  const searched = () => [...schema().entities.values()].filter((entity) => tableOf(entity).search.length > 0)
  return {
    async findings() {
      const { search } = dialect
      const indexes = searched().map((entity) => searchIndexOf(names, entity.plural, tableOf(entity).search))
      const found = search === undefined ? [] : await undone((inside) => search.inspect(indexes, ask(inside)))
      const stale: Finding[] = []
      for (const entity of searched()) stale.push(...(await staleTexts(storage, entity)))
      return [...found, ...stale]
    },
    async tenants() {
      const tenants = new Set<string>()
      for (const { plural } of schema().entities.values()) {
        for (const [tenant] of await ask(executor)(tenantsIn(names.table(plural)))) tenants.add(String(tenant))
      }
      return [...tenants].toSorted((a, b) => (a < b ? -1 : 1))
    },
    async keys(plural) {
      const each = dialect.extra.each(id('t', 'extra'))
      const query = sql`select e.key, count(*) from ${names.table(plural)} as t, ${each} group by e.key order by e.key`
      return (await ask(executor)(query)).map(([key, rows]) => ({ key: String(key), rows: Number(rows) }))
    },
  }
}

/** Each tenant is one look into the primary key, however many rows he has. */
function tenantsIn(table: Sql): Sql {
  const next = sql`select (select min(t.tenant) from ${table} as t where t.tenant > n.tenant) from n where n.tenant is not null`
  return sql`with recursive n(tenant) as (select min(t.tenant) from ${table} as t union all ${next}) select tenant from n where tenant is not null`
}

async function staleTexts(
  { dialect, names, executor }: InspectedStorage,
  entity: EntityIR,
): Promise<readonly Finding[]> {
  const { table, search: fields } = tableOf(entity)
  const ids: string[] = []
  let count = 0
  for await (const stale of staleSearch(dialect, names, executor, { table, fields })) {
    count += stale.length
    ids.push(...stale.slice(0, mostIds - ids.length).map(({ row }) => row))
  }
  if (count === 0) return []
  return [
    {
      code: 'search_out_of_step',
      severity: 'error',
      problem: `The search texts of ${count} ${table} are not those of their fields: contains and search miss them.`,
      fix: 'Call `await crm.rebuildSearch()`, and write through the SDK.',
      entity: entity.name,
      count,
      ids,
    },
  ]
}
