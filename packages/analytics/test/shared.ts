import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type TestOptions, test } from 'vitest'

const repository = join(import.meta.dirname, '../../..')
const folder = join(repository, '../shared/data')

/**
 * A test on data that may not be copied here: it reads them beside the repository, and is skipped where they are not. In CI a
 * folder that is there must have them.
 */
export function onShared(name: string, files: readonly string[], run: () => void, options: TestOptions = {}): void {
  const there = files.every((file) => existsSync(join(folder, file)))
  const mustBe = process.env.CI !== undefined && existsSync(join(repository, '../shared'))
  if (there || mustBe) test(name, options, run)
  else test.skip(`${name} (needs ../shared/data: ${files.join(', ')})`, () => {})
}

/** The text of such a file; `.gz` is unpacked. */
export function shared(name: string): string {
  const bytes = readFileSync(join(folder, name))
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}

/** The rows of a CSV with a header: quotes may hold the separator, line breaks and doubled quotes. */
export function* csv(text: string, separator = ','): Generator<Record<string, string>> {
  const rows = cells(text.replace(/^\uFEFF/, ''), separator)
  const header = rows.next().value ?? []
  for (const row of rows) yield Object.fromEntries(header.map((name, i) => [name, row[i] ?? '']))
}

function* cells(text: string, separator: string): Generator<string[], undefined> {
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^${separator}\\r\\n]*))(${separator}|\\r?\\n|$)`, 'y')
  let row: string[] = []
  while (cell.lastIndex < text.length) {
    const [, quoted, plain = '', end] = cell.exec(text) ?? []
    if (end === undefined) throw new Error(`No CSV at ${text.slice(cell.lastIndex, cell.lastIndex + 40)}`)
    row.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end === separator) continue
    yield row
    row = []
  }
}
