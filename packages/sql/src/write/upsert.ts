import { type EntityIR, type FieldIR, fieldOf, type Write, type Written } from '@guanxi/core/storage'
import type { Result, Statement } from '../driver.ts'
import { type Compiled, compile, id, join, type Sql, sql } from '../fragment.ts'
import type { Storage } from '../lower/lowering.ts'
import { tableNode } from '../lower/node.ts'
import { type Output, recordOutputs, recordReader, selectList } from '../lower/reader.ts'
import { columnName } from '../names.ts'
import { Lru } from '../plan/lru.ts'
import { bind } from '../plan/plan.ts'
import { checkAddable, checkAdded, type PreparedWrite } from './prepared.ts'
import { type InsertColumns, insertInto, insertParameters, insertValues } from './table.ts'

type Insert = Extract<Write, { type: 'insert' }>

/** The insert, and the update that goes before it. */
type Plans = readonly [Compiled, Compiled | undefined]

/** Inserts that add to the row there is: one statement where the database tells which it was, else two. */
export class Upserts {
  readonly #storage: Storage
  readonly #columns: InsertColumns
  readonly #plans = new Lru<Plans>(100)

  constructor(storage: Storage, columns: InsertColumns) {
    this.#storage = storage
    this.#columns = columns
  }

  prepare({ entity, tenant, rows }: Insert, names: readonly string[]): PreparedWrite {
    const added = names.map((name) => fieldOf(entity, name))
    for (const field of added) checkAddable(entity.name, field)
    const outputs = recordOutputs(this.#storage.dialect, tableNode(this.#storage.dialect, entity))
    const read = recordReader(entity, outputs)
    const [insert, update] = this.#plansOf(entity, added, outputs)
    const columns = this.#columns.of(entity)
    const statements = rows.flatMap((row): Statement[] => {
      const inserting = bind(insert, insertParameters(tenant, columns, row))
      if (update === undefined) return [inserting]
      return [bind(update, [...names.map((name) => row[name] ?? 0), tenant, row.id]), inserting]
    })
    const collect = (results: readonly Result[]): Written => {
      const found = rows.map((_, i) => outcome(results, i, update !== undefined, outputs.length))
      return {
        counts: found.map(({ inserted }) => (inserted ? 1 : 0)),
        rows: found.map(({ values }) => checkAdded(read(values), added)),
      }
    }
    return { statements, collect }
  }

  #plansOf(entity: EntityIR, added: readonly FieldIR[], outputs: readonly Output[]): Plans {
    const key = `${entity.name}${entity.overlay?.version ?? ''} ${added.map(({ name }) => name).join()}`
    let plans = this.#plans.get(key)
    if (plans === undefined) {
      const { compiler } = this.#storage.dialect
      const [insert, update] = this.#lower(entity, added, outputs)
      plans = [compile(compiler, insert), update && compile(compiler, update)]
      this.#plans.set(key, plans)
    }
    return plans
  }

  #lower(entity: EntityIR, added: readonly FieldIR[], outputs: readonly Output[]): readonly [Sql, Sql | undefined] {
    const { dialect, names } = this.#storage
    const columns = this.#columns.of(entity)
    const insert = sql`${insertInto(this.#storage, entity, columns)} values (${insertValues(this.#storage, columns)}) on conflict (tenant, id)`
    const list = selectList(outputs)
    const sets = (value: (column: Sql, i: number) => Sql) =>
      join(added.map(({ name }, i) => sql`${id(columnName(name))} = ${value(id(columnName(name)), i)}`))
    if (dialect.inserted !== undefined) {
      const own = names.bareTable(entity.plural)
      const sum = sets((column) => sql`coalesce(${id(own)}.${column}, 0) + coalesce(excluded.${column}, 0)`)
      return [sql`${insert} do update set ${sum} returning ${join([...list, dialect.inserted])}`, undefined]
    }
    const sum = sets((column, slot) => sql`coalesce(${column}, 0) + ${{ slot }}`)
    const update = sql`update ${names.table(entity.plural)} set ${sum} where tenant = ${{ slot: added.length }} and id = ${{ slot: added.length + 1 }}`
    return [sql`${insert} do nothing returning ${join(list)}`, sql`${update} returning ${join(list)}`]
  }
}

function outcome(results: readonly Result[], row: number, pairs: boolean, width: number) {
  if (pairs) {
    const inserted = results[2 * row + 1]?.rows[0]
    return { inserted: inserted !== undefined, values: inserted ?? results[2 * row]?.rows[0] ?? [] }
  }
  const values = results[row]?.rows[0] ?? []
  const flag = values[width]
  return { inserted: flag === true || flag === 't', values }
}
