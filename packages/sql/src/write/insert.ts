import { type EntityIR, fieldOf, type Write, type Written } from '@guanxi/core/storage'
import type { BulkDialect } from '../dialect.ts'
import type { Result, Statement } from '../driver.ts'
import { compile, id, join, type Parameter, raw, type Sql, sql } from '../fragment.ts'
import type { Storage } from '../lower/lowering.ts'
import { searchName } from '../lower/node.ts'
import { columnName } from '../names.ts'
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
    const text = this.#text(`n ${entity.name} ${clash?.key ?? ''}`, () => this.#many(entity, columns, clash))
    const copy = clash === undefined && bulk.copy !== undefined ? this.#copy(entity, columns, bulk.copy) : {}
    const statements: Statement[] = []
    for (let from = 0; from < rows.length; from += bulk.rows) {
      const part = rows.slice(from, from + bulk.rows)
      const parameters = [tenant, ...columns.map((column) => part.map((row) => column.value(row)))]
      statements.push({ sql: text, parameters, ...copy })
    }
    const collect = (results: readonly Result[]): Written => {
      if (clash?.key !== 'ignore') return { counts: rows.map(() => 1) }
      const inserted = new Set(results.flatMap((result) => result.rows.map(([id]) => id)))
      // Of two rows with one id, the first was inserted.
      return { counts: rows.map((row) => (inserted.delete(row.id) ? 1 : 0)) }
    }
    return { statements, collect }
  }

  #many(entity: EntityIR, columns: readonly InsertColumn[], clash: Clash | undefined): Sql {
    const { dialect } = this.#storage
    const types = columns.map(({ type }) => type)
    const lists = columns.map((_, i): Parameter => ({ slot: i + 1 }))
    const source = dialect.bulk?.from(types, lists) ?? raw('')
    const tenant = dialect.parameter({ slot: 0 }, 'text')
    const rows = sql`${insertInto(this.#storage, entity, columns)} select ${tenant}, u.* from ${source} as u`
    if (clash === undefined) return rows
    return clash.key === 'ignore' ? sql`${rows} ${clash.tail()} returning id` : sql`${rows} ${clash.tail()}`
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
