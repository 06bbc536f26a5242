import type { StorageAdapter } from '@guanxi/core'
import type { Driver, Statement } from '@guanxi/sql'
import type { Copy, FaultDatabase, Through } from './database.ts'
import { postgresFaults } from './postgres.ts'
import { allRows, postgresListed, tablesIn } from './read.ts'
import type { RawTables } from './tables.ts'

/**
 * Postgres, for `faults`: a migrated database, where each world is a tenant of its own. `storage` makes a storage on it.
 *
 * @example
 * import { postgres } from '@guanxi/postgres'
 *
 * const database = faultsOnPostgres((through) => postgres('postgres://localhost/test', { through }))
 */
export function faultsOnPostgres(storage: (through: Through) => StorageAdapter): FaultDatabase {
  const watching = openDriver(storage)
  let tenants = 0
  const next = () => `t${++tenants}`
  return {
    name: 'postgres',
    native: postgresFaults,
    async keep(fill) {
      const driver = await watching
      const tenant = next()
      const first = storage((inner) => inner)
      const value = await fill(first, tenant)
      await first.close()
      const filled = [...(await tablesOf(driver, tenant))].filter(([, rows]) => rows.length > 0)
      return {
        value,
        async copy() {
          const own = next()
          await driver.run(filled.map(([table, [row = {}]]) => copying(table, Object.keys(row), tenant, own)))
          return copyOf(storage, driver, own)
        },
      }
    },
    async close() {
      await (await watching).close()
    },
  }
}

/** A connection to look with. */
async function openDriver(storage: (through: Through) => StorageAdapter): Promise<Driver> {
  let driver: Driver | undefined
  storage((inner) => {
    driver = inner
    return inner
  })
  if (driver === undefined) throw new TypeError('the storage does not use the option `through`')
  return driver
}

function copyOf(storage: (through: Through) => StorageAdapter, watching: Driver, tenant: string): Copy {
  let open: Driver | undefined
  const close = async () => {
    await open?.close()
    open = undefined
  }
  return {
    tenant,
    close,
    async open(through) {
      await close()
      return storage((driver) => {
        open = driver
        return through(driver)
      })
    },
    tables: () => tablesOf(watching, tenant),
  }
}

function copying(table: string, columns: readonly string[], from: string, to: string): Statement {
  const rest = columns.filter((column) => column !== 'tenant').map((column) => `"${column}"`)
  return {
    sql: `insert into "crm_${table}" (tenant, ${rest}) select $1, ${rest} from "crm_${table}" where tenant = $2`,
    parameters: [to, from],
  }
}

const queries = new WeakMap<Driver, string>()

/** All rows of a tenant, by one statement. */
async function tablesOf(driver: Driver, tenant: string): Promise<RawTables> {
  let sql = queries.get(driver)
  if (sql === undefined) {
    const [found] = await driver.run([{ sql: postgresListed, parameters: [] }])
    sql = allRows((found?.rows ?? []).map(([name]) => String(name))).replaceAll(' as t', ' as t where tenant = $1')
    queries.set(driver, sql)
  }
  const [result] = await driver.run([{ sql, parameters: [tenant] }])
  return tablesIn((result?.rows ?? []).map(([name, line]) => [String(name), String(line)]))
}
