import type { Row } from '@guanxi/core'
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
import {
  bulkFrom,
  type InsertColumns,
  insertInto,
  insertLists,
  insertParameters,
  insertValues,
  listsOf,
} from './table.ts'

type Insert = Extract<Write, { type: 'insert' }>

/** The insert, and the update that goes before it. */
type Plans = readonly [Compiled, Compiled | undefined]

/** Inserts that add to the row there is: one statement where the database tells which it was, else two. */
export class Upserts {
  readonly #storage: Storage
  readonly #columns: InsertColumns
  readonly #plans = new Lru<Plans>(100)
  readonly #texts = new Lru<string>(100)

  constructor(storage: Storage, columns: InsertColumns) {
    this.#storage = storage
    this.#columns = columns
  }

  prepare({ entity, tenant, rows }: Insert, names: readonly string[]): PreparedWrite {
    const added = names.map((name) => fieldOf(entity, name))
    for (const field of added) checkAddable(entity.name, field)
    const outputs = recordOutputs(this.#storage.dialect, tableNode(this.#storage.dialect, entity))
    const read = recordReader(entity, outputs)
    const columns = this.#columns.of(entity)
    const lists = rows.length < bulkFrom || !areDifferent(rows) ? undefined : this.#listsOf(entity, added, outputs)
    if (lists !== undefined) {
      const statements = listsOf(tenant, columns, rows, lists.bulk).map((parameters) => ({
        sql: lists.sql,
        parameters,
      }))
      return {
        statements,
        collect: (results) => byId(results, rows, outputs.length, (row) => checkAdded(read(row), added)),
      }
    }
    const [insert, update] = this.#plansOf(entity, added, outputs)
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
    const key = keyOf(entity, added)
    let plans = this.#plans.get(key)
    if (plans === undefined) {
      const { compiler } = this.#storage.dialect
      const [insert, update] = this.#lower(entity, added, outputs)
      plans = [compile(compiler, insert), update && compile(compiler, update)]
      this.#plans.set(key, plans)
    }
    return plans
  }

  /** Many rows by one statement, where the database takes them so and tells which were there. */
  #listsOf(entity: EntityIR, added: readonly FieldIR[], outputs: readonly Output[]) {
    const { bulk, inserted, compiler } = this.#storage.dialect
    if (bulk === undefined || inserted === undefined) return undefined
    const key = keyOf(entity, added)
    let text = this.#texts.get(key)
    if (text === undefined) {
      const rows = insertLists(this.#storage, entity, this.#columns.of(entity), bulk)
      text = compile(compiler, sql`${rows} ${this.#adding(entity, added, outputs, inserted)}`).sql
      this.#texts.set(key, text)
    }
    return { bulk, sql: text }
  }

  #adding(entity: EntityIR, added: readonly FieldIR[], outputs: readonly Output[], inserted: Sql): Sql {
    const own = this.#storage.names.bareTable(entity.plural)
    const sums = added.map(({ name }) => {
      const column = id(columnName(name))
      return sql`${column} = coalesce(${id(own)}.${column}, 0) + coalesce(excluded.${column}, 0)`
    })
    return sql`on conflict (tenant, id) do update set ${join(sums)} returning ${join([...selectList(outputs), inserted])}`
  }

  #lower(entity: EntityIR, added: readonly FieldIR[], outputs: readonly Output[]): readonly [Sql, Sql | undefined] {
    const { dialect, names } = this.#storage
    const columns = this.#columns.of(entity)
    const insert = sql`${insertInto(this.#storage, entity, columns)} values (${insertValues(this.#storage, columns)})`
    if (dialect.inserted !== undefined)
      return [sql`${insert} ${this.#adding(entity, added, outputs, dialect.inserted)}`, undefined]
    const list = selectList(outputs)
    const sums = added.map(({ name }, slot) => {
      const column = id(columnName(name))
      return sql`${column} = coalesce(${column}, 0) + ${{ slot }}`
    })
    const update = sql`update ${names.table(entity.plural)} set ${join(sums)} where tenant = ${{ slot: added.length }} and id = ${{ slot: added.length + 1 }}`
    return [
      sql`${insert} on conflict (tenant, id) do nothing returning ${join(list)}`,
      sql`${update} returning ${join(list)}`,
    ]
  }
}

const keyOf = (entity: EntityIR, added: readonly FieldIR[]): string =>
  `${entity.name}${entity.overlay?.version ?? ''} ${added.map(({ name }) => name).join()}`

/** A statement adds to a row once. */
const areDifferent = (rows: readonly Row[]): boolean => new Set(rows.map(({ id }) => id)).size === rows.length

/** What became of each row; no statement promises to answer them in their order. */
function byId(
  results: readonly Result[],
  rows: readonly Row[],
  width: number,
  read: (values: readonly unknown[]) => Row,
): Written {
  const found = new Map(
    results.flatMap((result) =>
      result.rows.map((values) => {
        const row = read(values)
        return [row.id, { row, inserted: isTrue(values[width]) }] as const
      }),
    ),
  )
  const each = rows.flatMap(({ id }) => found.get(id) ?? [])
  return { counts: each.map(({ inserted }) => (inserted ? 1 : 0)), rows: each.map(({ row }) => row) }
}

const isTrue = (flag: unknown): boolean => flag === true || flag === 't'

function outcome(results: readonly Result[], row: number, pairs: boolean, width: number) {
  if (pairs) {
    const inserted = results[2 * row + 1]?.rows[0]
    return { inserted: inserted !== undefined, values: inserted ?? results[2 * row]?.rows[0] ?? [] }
  }
  const values = results[row]?.rows[0] ?? []
  return { inserted: isTrue(values[width]), values }
}
