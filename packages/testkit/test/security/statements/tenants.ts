import type { Token } from './tokens.ts'

/** What a statement does with the tables of tenants. */
export interface Reading {
  /** The tables that it names, by their names in the database. */
  readonly tables: readonly string[]
  /** Those of which it does not say whose rows are meant. */
  readonly open: readonly string[]
  /** The places of the parameters that say whose rows are meant. */
  readonly tenants: readonly number[]
}

/** Finds of each table that a statement names whether the same select (or write) says which tenant's rows are meant. */
export function readingOf(tokens: readonly Token[], isTenants: (table: string) => boolean): Reading {
  const [tables, open, tenants] = [[] as string[], [] as string[], [] as number[]]
  const scope = (of: readonly Token[]) => {
    for (const branch of branches(of)) {
      const conditions = conditionsOf(branch)
      // Nobody's: it reads no row.
      const never = conditions.some(isNever)
      for (const { table, alias } of tablesOf(branch)) {
        if (!isTenants(table) || never) continue
        tables.push(table)
        const said = inserted(branch) ?? conditions.flatMap((one) => tenantOf(one, alias) ?? [])
        if (said.length === 0) open.push(table)
        tenants.push(...said)
      }
    }
    for (const token of of) if (token.is === 'group') scope(token.tokens)
  }
  scope(tokens)
  return { tables, open, tenants }
}

const isWord = (token: Token | undefined, ...words: readonly string[]): boolean =>
  token?.is === 'word' && words.includes(token.text)

/** `1 = 0` */
const isNever = (condition: readonly Token[]): boolean =>
  condition.length === 3 && condition.every((token, at) => isWord(token, ['1', '=', '0'][at] ?? ''))

/** The selects that are put together. */
const branches = (tokens: readonly Token[]) => split(tokens, 'union', 'intersect', 'except')

function split(tokens: readonly Token[], ...words: readonly string[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]]
  for (const token of tokens) {
    if (isWord(token, ...words)) parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts
}

interface Named {
  readonly table: string
  readonly alias: string | undefined
}

/** `from "crm_deals" as "t0"`, `join`, `update`, `insert into`, and after commas; a schema may stand before. */
function tablesOf(tokens: readonly Token[]): readonly Named[] {
  const found: Named[] = []
  for (const [at, token] of tokens.entries()) {
    if (token.is !== 'name' || !isWord(tokens[at - 1], 'from', 'join', 'update', 'into', ',')) continue
    const last = isWord(tokens[at + 1], '.') ? at + 2 : at
    const table = tokens[last]
    const alias = isWord(tokens[last + 1], 'as') ? tokens[last + 2] : undefined
    if (table?.is === 'name') found.push({ table: table.text, alias: alias?.is === 'name' ? alias.text : undefined })
  }
  return found
}

const ends = ['group', 'order', 'limit', 'returning', 'for', 'left', 'cross', 'inner', 'join', 'on', 'where', 'from']

/** What must hold, each by itself: all that `where` and `on` join with `and`. */
function conditionsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const found: (readonly Token[])[] = []
  for (const [at, token] of tokens.entries()) {
    if (!isWord(token, 'where', 'on') || isWord(tokens[at + 1], 'conflict')) continue
    const after = tokens.slice(at + 1)
    const end = after.findIndex((one) => isWord(one, ...ends))
    found.push(...joined(end === -1 ? after : after.slice(0, end)))
  }
  return found
}

function joined(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const [only] = tokens
  if (tokens.length === 1 && only?.is === 'group') return joined(only.tokens)
  // Of what is joined with `or` none must hold.
  if (tokens.some((token) => isWord(token, 'or'))) return []
  const parts = split(tokens, 'and')
  return parts.length === 1 ? parts : parts.flatMap(joined)
}

/** `"t0"."tenant" = ?`: the place of the parameter. */
function tenantOf(condition: readonly Token[], alias: string | undefined): number | undefined {
  const own = alias === undefined ? condition : after(condition, alias)
  const [column, sign, ...value] = own ?? []
  const isTenant = (column?.is === 'name' && column.text === 'tenant') || isWord(column, 'tenant')
  return isTenant && isWord(sign, '=') ? parameterOf(value) : undefined
}

const after = (condition: readonly Token[], alias: string): readonly Token[] | undefined =>
  condition[0]?.is === 'name' && condition[0].text === alias && isWord(condition[1], '.')
    ? condition.slice(2)
    : undefined

/** `?`, `+?` or `?::text`, which no plan may fix. */
function parameterOf(tokens: readonly Token[]): number | undefined {
  const [value, ...rest] = isWord(tokens[0], '+') ? tokens.slice(1) : tokens
  const cast = rest.length === 0 || (rest.length === 2 && isWord(rest[0], '::') && isWord(rest[1], 'text'))
  return value?.is === 'value' && !value.constant && cast ? value.at : undefined
}

/** Of an insert, whose rows are made: its first column is the tenant, and so is its first value. Undefined: it is none. */
function inserted(tokens: readonly Token[]): readonly number[] | undefined {
  const at = tokens.findIndex((token) => isWord(token, 'insert'))
  if (at === -1) return undefined
  const columns = tokens.slice(at).find((token) => token.is === 'group')
  const source = tokens.findIndex((token) => isWord(token, 'values', 'select'))
  if (columns?.is !== 'group' || columns.tokens[0]?.is !== 'name' || columns.tokens[0].text !== 'tenant') return []
  const next = tokens[source + 1]
  const values = isWord(tokens[source], 'values') ? (next?.is === 'group' ? next.tokens : []) : tokens.slice(source + 1)
  const value = parameterOf(split(values, ',')[0] ?? [])
  return value === undefined ? [] : [value]
}
