import {
  createQueryId,
  IdentifierNode,
  type OperationNode,
  PostgresQueryCompiler,
  RawNode,
  SqliteQueryCompiler,
  ValueNode,
} from 'kysely'

/** A piece of SQL with its parameters. Every Kysely expression is one. */
export interface Sql {
  toOperationNode(): object
}

/**
 * A parameter of a statement: one of the values that a query's shape leaves out, by its place among them, or a
 * constant of the plan. `encode` never gets null.
 */
export type Parameter =
  | { readonly slot: number; readonly encode?: ((value: unknown) => unknown) | undefined }
  | { readonly constant: unknown }

/**
 * Turns fragments into a statement. Every Kysely query compiler is one.
 *
 * @example
 * const compilers: Readonly<Record<string, Compiler>> = { sqlite: sqliteCompiler(), postgres: postgresCompiler() }
 */
export interface Compiler {
  compileQuery(node: never, queryId: never): { readonly sql: string; readonly parameters: readonly unknown[] }
}

/**
 * Kysely's compiler for SQLite: double quotes, and `?` for parameters.
 *
 * @example
 * const quirky = (dialect: Dialect): Dialect => ({ ...dialect, compiler: sqliteCompiler() })
 */
export const sqliteCompiler = (): Compiler => new SqliteQueryCompiler()

/**
 * Kysely's compiler for Postgres: double quotes, and `$1` for parameters.
 *
 * @example
 * const quirky = (dialect: Dialect): Dialect => ({ ...dialect, compiler: postgresCompiler() })
 */
export const postgresCompiler = (): Compiler => new PostgresQueryCompiler()

/** A statement with its parameters in order. */
export interface Compiled {
  readonly sql: string
  readonly parameters: readonly Parameter[]
}

/** Compiles a fragment. */
export function compile(compiler: Compiler, fragment: Sql): Compiled {
  const { sql, parameters } = compiler.compileQuery(fragment.toOperationNode() as never, createQueryId() as never)
  return { sql, parameters: parameters as readonly Parameter[] }
}

/**
 * Builds SQL: fragments are put in place, parameters become placeholders.
 *
 * @example
 * sql`${id('t0', 'name')} = ${{ slot: 3 }}`
 */
export function sql(text: TemplateStringsArray, ...parts: readonly (Sql | Parameter)[]): Sql {
  return of(RawNode.create(text, parts.map(nodeOf)))
}

// Kysely's nodes without its builders, which are half of it.
const of = (node: OperationNode): Sql => ({ toOperationNode: () => node })
const nodeOf = (part: Sql | Parameter): OperationNode =>
  'toOperationNode' in part ? (part.toOperationNode() as OperationNode) : ValueNode.create(part)

/**
 * A quoted identifier, `"t0"."name"`.
 *
 * @example
 * const name: Sql = id('t0', 'name') // "t0"."name"
 */
export const id = (...names: readonly string[]): Sql =>
  of(RawNode.create(['', ...names.slice(1).map(() => '.'), ''], names.map(IdentifierNode.create)))

/**
 * Text that is put in as it stands: never anything from outside.
 *
 * @example
 * const descending = sql`${id('name')} ${raw('desc')}`
 */
export const raw = (text: string): Sql => of(RawNode.createWithSql(text))

/**
 * A quoted text literal.
 *
 * @example
 * const said: Sql = lit("it's") // 'it''s'
 */
export const lit = (text: string): Sql => raw(`'${text.replaceAll("'", "''")}'`)

/**
 * Fragments with a separator between them.
 *
 * @example
 * const either = join([sql`${id('a')} is null`, sql`${id('b')} is null`], ' or ')
 */
export const join = (parts: readonly (Sql | Parameter)[], separator = ', '): Sql =>
  of(RawNode.create(['', ...parts.slice(1).map(() => separator), ''], parts.map(nodeOf)))
