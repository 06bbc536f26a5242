import type { Row } from '../../schema/index.ts'

/**
 * A file of an export, RFC 4180: `contacts.csv` and so on, one for each entity, and `story.csv` for what was done.
 *
 * @example
 * const { files } = await me.contacts.exportSubject('p_1', { format: 'csv' })
 * const sizes = files.map(({ name, content }: ExportFile) => [name, content.length])
 */
export interface ExportFile {
  readonly name: string
  readonly content: string
}

/** One table for each kind of record, and one for what was done. */
export function filesOf(
  records: Readonly<Record<string, readonly Row[]>>,
  story: readonly Row[],
): readonly ExportFile[] {
  return [...Object.entries(records), ['story', story] as const].map(([name, rows]) => ({
    name: `${name}.csv`,
    content: csvOf(rows),
  }))
}

/** RFC 4180. */
function csvOf(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = [columns, ...rows.map((row) => columns.map((name) => row[name]))]
  return lines.map((line) => `${line.map(cellOf).join(',')}\r\n`).join('')
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  // A spreadsheet would run it as a formula.
  const harmless = /^\s*[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
