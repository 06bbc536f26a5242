import { columnTypeOf, type Measure } from '@guanxi/core/storage'
import type { Dialect } from '../dialect.ts'
import { type Sql, sql } from '../fragment.ts'

/** The values of a group as one text; missing where there are none. */
export function listOf(dialect: Dialect, measure: Measure, value: Sql): Sql {
  const { path, bucket, mostlyOnce } = measure
  const spelled =
    bucket !== undefined
      ? (dialect.bucketText?.(value, bucket.unit) ?? value)
      : path === undefined
        ? value
        : dialect.output(value, columnTypeOf(path.field.kind))
  const each = mostlyOnce === true ? spelled : sql`distinct ${spelled}`
  const list = isText(measure) ? dialect.list.json(each) : dialect.list.joined(each)
  // Of none both would make a list of nothing, or of null.
  return isText(measure) ? sql`${list} filter (where ${value} is not null)` : list
}

/** Reads such a text. */
export function listReader(dialect: Dialect, measure: Measure): (text: unknown) => readonly unknown[] {
  if (isText(measure)) return (text) => JSON.parse(String(text)) as unknown[]
  const { path, bucket } = measure
  const decode = path === undefined || bucket !== undefined ? undefined : decoders(dialect, path.field.kind)
  return (text) => {
    const values = String(text).split(',')
    return decode === undefined ? values : values.map(decode)
  }
}

function decoders(dialect: Dialect, kind: Parameters<typeof columnTypeOf>[0]): ((text: string) => unknown) | undefined {
  const type = columnTypeOf(kind)
  if (type === 'integer') return Number
  if (type === 'boolean') return (text) => text === '1' || text.startsWith('t')
  return dialect.codec(type).decode
}

/** What may have commas in it. */
const isText = ({ path, bucket }: Measure): boolean =>
  bucket === undefined && path !== undefined && columnTypeOf(path.field.kind) === 'text'
