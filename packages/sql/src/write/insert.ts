import { type EntityIR, fieldOf, type Write, type Written } from '@guanxi/core/storage'
import type { BulkDialect } from '../dialect.ts'
import type { Result, Statement } from '../driver.ts'
import { compile, id, join, raw, type Sql, sql } from '../fragment.ts'
import type { Storage } from '../lower/lowering.ts'
import { searchName } from '../lower/node.ts'
import { columnName } from '../names.ts'
import { Lru } from '../plan/lru.ts'
import type { PreparedWrite } from './prepared.ts'
import {
  bulkFrom,
  type InsertColumn,
  InsertColumns,
  insertInto,
  insertLists,
  insertParameters,
  insertValues,
  listsOf,
  tableAndColumns,
} from './table.ts'
import { Upserts } from './upsert.ts'

type Insert = Extract<Write, { type: 'insert' }>

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
    if (typeof onConflict === 'object' && 'add' in onConflict) return this.#upserts.prepare(write, onConflict.add)
    const clash = clashOf(this.#storage, write.entity, onConflict)
    const { bulk } = this.#storage.dialect
    if (bulk !== undefined && rows.length >= bulkFrom) return this.#bulk(write, clash, bulk)
    // Of several rows in one statement nobody would know which clashed.
    const sizes = onConflict === undefined && isSearched(write.entity) ? this.#storage.dialect.searchedRows : undefined
    if (sizes !== undefined) return this.#several(write, sizes)
    const columns = this.#columns.of(write.entity)
    const sql = this.#values(write.entity, 1, clash)
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
  #values(entity: EntityIR, size: number, clash?: Clash): string {
    return this.#text(`${size} ${entity.name} ${clash?.key ?? ''}`, () => {
      const columns = this.#columns.of(entity)
      const row = sql`(${insertValues(this.#storage, columns)})`
      const values = sql`${insertInto(this.#storage, entity, columns)} values ${join(new Array<Sql>(size).fill(row))}`
      return clash === undefined ? values : sql`${values} ${clash.tail()}`
    })
  }

  #bulk({ entity, tenant, rows }: Insert, clash: Clash | undefined, bulk: BulkDialect): PreparedWrite {
    const columns = this.#columns.of(entity)
    const text = this.#text(`n ${entity.name} ${clash?.key ?? ''}`, () => {
      const lists = insertLists(this.#storage, entity, columns, bulk)
      if (clash === undefined) return lists
      return clash.key === 'ignore' ? sql`${lists} ${clash.tail()} returning id` : sql`${lists} ${clash.tail()}`
    })
    const copy = clash === undefined && bulk.copy !== undefined ? this.#copy(entity, columns, bulk.copy) : {}
    const statements = listsOf(tenant, columns, rows, bulk).map((parameters) => ({ sql: text, parameters, ...copy }))
    const collect = (results: readonly Result[]): Written => {
      if (clash?.key !== 'ignore') return { counts: rows.map(() => 1) }
      const inserted = new Set(results.flatMap((result) => result.rows.map(([id]) => id)))
      // Of two rows with one id, the first was inserted.
      return { counts: rows.map((row) => (inserted.delete(row.id) ? 1 : 0)) }
    }
    return { statements, collect }
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

/** What becomes of a row whose key is there already. */
interface Clash {
  readonly key: string
  tail(): Sql
}

function clashOf(
  { names }: Storage,
  entity: EntityIR,
  onConflict: Exclude<Insert['onConflict'], { readonly add: unknown }>,
): Clash | undefined {
  if (onConflict === undefined) return undefined
  const clash = raw('on conflict (tenant, id) do')
  if (onConflict === 'ignore') return { key: 'ignore', tail: () => sql`${clash} nothing` }
  const { set, next = [] } = onConflict
  const columnsOf = (name: string) => {
    const field = fieldOf(entity, name)
    if (field.place === 'extra') throw new TypeError(`${entity.name}.${name} has no column of its own`)
    return [id(columnName(name)), ...(field.search ? [id(searchName(field))] : [])]
  }
  const own = id(names.bareTable(entity.plural))
  return {
    key: `set ${set.join()} next ${next.join()}`,
    tail() {
      const sets = set.flatMap(columnsOf).map((column) => sql`${column} = excluded.${column}`)
      const counts = next.flatMap(columnsOf).map((column) => sql`${column} = coalesce(${own}.${column}, 0) + 1`)
      return sql`${clash} update set ${join([...sets, ...counts])}`
    },
  }
}

const isSearched = ({ fields }: EntityIR): boolean =>
  [...fields.values()].some(({ search, place }) => search === true && place === 'column')
