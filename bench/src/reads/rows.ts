/** Rows that the database makes itself: of each column an expression of `i`, the row's number from 0. */
export interface Rows {
  readonly table: string
  readonly count: number
  readonly columns: Readonly<Record<string, string>>
}

/** What the databases spell differently. */
export interface Spelling {
  /** The id of a number: ids of one kind, in the order of the numbers. */
  id(number: string): string
  /** The instant of so many seconds since 1970. */
  instant(seconds: string): string
}

export const sqliteSpelling: Spelling = {
  id: (number) => `printf('0190%012d', ${number})`,
  instant: (seconds) => `strftime('%Y-%m-%dT%H:%M:%SZ', ${seconds}, 'unixepoch')`.replace('%SZ', '%S.000Z'),
}

export const postgresSpelling: Spelling = {
  id: (number) => `'0190' || lpad((${number})::text, 12, '0')`,
  instant: (seconds) => `to_timestamp(${seconds})`,
}

/** A number from 0 to below `below` that is scattered, and the same on every machine. */
export const scattered = (below: number, salt = 0): string =>
  `(((i + ${salt * 7919}) * 2654435761 % 4294967296) / 4096 % ${below})`

/** The statement that makes rows: `series` gives the numbers as `n(i)`. */
export function insertOf({ table, columns }: Rows, spelling: Spelling, series: string): string {
  const at = columns.created_at ?? spelling.instant(`${Date.UTC(2024, 0, 1) / 1000} + i`)
  const all = {
    tenant: "'default'",
    id: spelling.id('i'),
    version: '1',
    extra: "'{}'",
    ...columns,
    created_at: at,
    updated_at: at,
  }
  return `insert into crm_${table} (${Object.keys(all)
    .map((name) => `"${name}"`)
    .join()}) ${series.startsWith('with') ? series : ''} select ${Object.values(all).join()} from ${series.startsWith('with') ? 'n' : series}`
}
