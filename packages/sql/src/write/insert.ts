import type { EntityIR, Write, Written } from '@guanxi/core/storage'
import type { BulkDialect } from '../dialect.ts'
import type { Result, Statement } from '../driver.ts'
import { compile, join, type Parameter, raw, type Sql, sql } from '../fragment.ts'
import type { Storage } from '../lower/lowering.ts'
import { Lru } from '../plan/lru.ts'
import type { PreparedWrite } from './prepared.ts'
import {
  type InsertColumn,
  InsertColumns,
  insertInto,
  insertParameters,
  insertValues,
  tableAndColumns,
} from './table.ts'
import { Upserts } from './upsert.ts'

type Insert = Extract<Write, { type: 'insert' }>

/** From this many rows on, one statement for many rows is worth it where the dialect has one. */
const bulkFrom = 5

/** Inserts as statements. */
export class Inserts {
  readonly #storage: Storage
  readonly #columns: InsertColumns
  readonly #upserts: Upserts
  readonly #texts = new Lru<string>(500)

  constructor(storage: Storage) {
    this.#storage = storage
    this.#columns = new InsertColumns(storage.dialect)
    this.#upserts = new Upserts(storage, this.#columns)
  }

  prepare(write: Insert): PreparedWrite {
    const { onConflict, rows } = write
    if (typeof onConflict === 'object') return this.#upserts.prepare(write, onConflict.add)
    const { bulk } = this.#storage.dialect
    if (bulk !== undefined && rows.length >= bulkFrom) return this.#bulk(write, onConflict, bulk)
    // Of several rows in one statement nobody would know which clashed.
    const sizes = onConflict === undefined && isSearched(write.entity) ? this.#storage.dialect.searchedRows : undefined
    if (sizes !== undefined) return this.#several(write, sizes)
    const columns = this.#columns.of(write.entity)
    const sql = this.#values(write.entity, 1, onConflict)
    const statements = rows.map((row) => ({ sql, parameters: insertParameters(write.tenant, columns, row) }))
    return { statements, collect: (results) => ({ counts: results.map(({ count }) => count) }) }
  }

  /** As many rows in each statement as still go in. */
  #several({ entity, tenant, rows }: Insert, sizes: readonly number[]): PreparedWrite {
    const columns = this.#columns.of(entity)
    const statements: Statement[] = []
    for (let from = 0; from < rows.length; ) {
      const size = sizes.find((most) => most <= rows.length - from) ?? 1
      const part = rows.slice(from, from + size)
      const parameters = part.flatMap((row) => insertParameters(tenant, columns, row))
      statements.push({ sql: this.#values(entity, size), parameters })
      from += size
    }
    return { statements, collect: () => ({ counts: rows.map(() => 1) }) }
  }

  /** The text that inserts so many rows. */
  #values(entity: EntityIR, size: number, onConflict?: 'ignore'): string {
    return this.#text(`${size} ${entity.name} ${onConflict}`, () => {
      const columns = this.#columns.of(entity)
      const row = sql`(${insertValues(this.#storage, columns)})`
      const tail = onConflict === 'ignore' ? ' on conflict (tenant, id) do nothing' : ''
      return sql`${insertInto(this.#storage, entity, columns)} values ${join(new Array<Sql>(size).fill(row))}${raw(tail)}`
    })
  }

  #bulk({ entity, tenant, rows }: Insert, onConflict: 'ignore' | undefined, bulk: BulkDialect): PreparedWrite {
    const columns = this.#columns.of(entity)
    const text = this.#text(`n ${entity.name} ${onConflict}`, () => this.#many(entity, columns, onConflict))
    const copy = onConflict === undefined && bulk.copy !== undefined ? this.#copy(entity, columns, bulk.copy) : {}
    const statements: Statement[] = []
    for (let from = 0; from < rows.length; from += bulk.rows) {
      const part = rows.slice(from, from + bulk.rows)
      const parameters = [tenant, ...columns.map((column) => part.map((row) => column.value(row)))]
      statements.push({ sql: text, parameters, ...copy })
    }
    const collect = (results: readonly Result[]): Written => {
      if (onConflict === undefined) return { counts: rows.map(() => 1) }
      const inserted = new Set(results.flatMap((result) => result.rows.map(([id]) => id)))
      // Of two rows with one id, the first was inserted.
      return { counts: rows.map((row) => (inserted.delete(row.id) ? 1 : 0)) }
    }
    return { statements, collect }
  }

  #many(entity: EntityIR, columns: readonly InsertColumn[], onConflict: 'ignore' | undefined): Sql {
    const { dialect } = this.#storage
    const types = columns.map(({ type }) => type)
    const lists = columns.map((_, i): Parameter => ({ slot: i + 1 }))
    const source = dialect.bulk?.from(types, lists) ?? raw('')
    const tail = onConflict === 'ignore' ? ' on conflict (tenant, id) do nothing returning id' : ''
    return sql`${insertInto(this.#storage, entity, columns)} select ${dialect.parameter({ slot: 0 }, 'text')}, u.* from ${source} as u${raw(tail)}`
  }

  #copy(entity: EntityIR, columns: readonly InsertColumn[], words: (into: Sql) => Sql): Pick<Statement, 'copy'> {
    const into = () => tableAndColumns(this.#storage, entity, columns)
    return { copy: this.#text(`copy ${entity.name}`, () => words(into())) }
  }

  #text(key: string, build: () => Sql): string {
    let text = this.#texts.get(key)
    if (text === undefined) {
      text = compile(this.#storage.dialect.compiler, build()).sql
      this.#texts.set(key, text)
    }
    return text
  }
}

const isSearched = ({ fields }: EntityIR): boolean =>
  [...fields.values()].some(({ search, place }) => search === true && place === 'column')
