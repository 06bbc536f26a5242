/** Rows that the database makes itself: of each column an expression of `i`, the row's number from 0. */
export interface Rows {
  readonly table: string
  readonly count: number
  readonly columns: Readonly<Record<string, string>>
  /** Of those numbers that satisfy it, where not all do. */
  readonly where?: string
}

/** Rows that are made of others: what stands after the columns of the select, and nothing is added to those. */
export interface Derived {
  readonly table: string
  readonly columns: Readonly<Record<string, string>>
  readonly from: string
}

/** What the databases spell differently. */
export interface Spelling {
  /** The id of a number: ids of one kind, in the order of the numbers. */
  id(number: string): string
  /** The instant of so many seconds since 1970. */
  instant(seconds: string): string
  /** An instant as seconds since 1970. */
  epoch(instant: string): string
  /** A text that is JSON, as a column of JSON takes it. */
  json(text: string): string
  /** A text in a column of JSON. */
  field(column: string, name: string): string
  /** A text or null, as JSON spells it. */
  quoted(text: string): string
  /** The day of an instant in Shanghai, or the first of its month. */
  day(instant: string, of?: 'month'): string
  /** Days of several rows, with how many records each has, as rollups keep them. */
  tally(day: string, records: string): string
}

/** Of how many records a day is, where it is not one. */
const times = (records: string) => `case when ${records} > 1 then '*' || ${records} else '' end`

export const sqliteSpelling: Spelling = {
  id: (number) => `printf('0190%012d', ${number})`,
  instant: (seconds) => `strftime('%Y-%m-%dT%H:%M:%SZ', ${seconds}, 'unixepoch')`.replace('%SZ', '%S.000Z'),
  epoch: (instant) => `unixepoch(${instant})`,
  json: (text) => text,
  field: (column, name) => `${column} ->> '$."${name}"'`,
  quoted: (text) => `json_quote(${text})`,
  day: (instant, of) => `date(${instant}, '+8 hours'${of === undefined ? '' : ", 'start of month'"})`,
  tally: (day, records) =>
    `group_concat(cast(julianday(${day}) - 2440587.5 as integer) || ${times(records)}, ',' order by ${day})`,
}

export const postgresSpelling: Spelling = {
  id: (number) => `'0190' || lpad((${number})::text, 12, '0')`,
  instant: (seconds) => `to_timestamp(${seconds})`,
  epoch: (instant) => `extract(epoch from ${instant})::bigint`,
  json: (text) => `(${text})::jsonb`,
  field: (column, name) => `${column} ->> '${name}'`,
  quoted: (text) => `coalesce(to_json(${text})::text, 'null')`,
  day: (instant, of) => `date_trunc('${of ?? 'day'}', ${instant} at time zone 'Asia/Shanghai')::date`,
  tally: (day, records) => `string_agg((${day} - date '1970-01-01') || ${times(records)}, ',' order by ${day})`,
}

/** A number from 0 to below `below` that is scattered, and the same on every machine. */
export const scattered = (below: number, salt = 0): string =>
  `(((i + ${salt * 7919}) * 2654435761 % 4294967296) / 4096 % ${below})`

/** The statement that makes rows: `seriesOf` gives so many numbers as `n(i)`. */
export function insertOf(rows: Rows | Derived, spelling: Spelling, seriesOf: (count: number) => string): string {
  if ('from' in rows) return insert(rows.table, rows.columns, '', rows.from)
  const { table, columns, where, count } = rows
  const series = seriesOf(count)
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
  const only = where === undefined ? '' : ` where ${where}`
  return series.startsWith('with') ? insert(table, all, series, `n${only}`) : insert(table, all, '', `${series}${only}`)
}

function insert(table: string, columns: Rows['columns'], before: string, from: string): string {
  const names = Object.keys(columns).map((name) => `"${name}"`)
  return `insert into crm_${table} (${names.join()}) ${before} select ${Object.values(columns).join()} from ${from}`
}
