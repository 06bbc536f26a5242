import { createHash } from 'node:crypto'
import type { RawRow } from '../faults/tables.ts'

/** Salts, and digests over them: they come from the machine's chance, and no two are alike. */
const digest = /\b(?:[0-9a-f]{32}|[0-9a-f]{64})\b/g

/** What happens, line by line; two runs are the same if their hashes are. */
export class Trace {
  readonly #hash = createHash('sha256')
  readonly #onLine: (line: string) => void
  readonly counts = new Map<string, number>()

  constructor(onLine: (line: string) => void = () => undefined) {
    this.#onLine = onLine
  }

  tell(line: string): void {
    const masked = line.replace(digest, '#')
    this.#hash.update(`${masked}\n`)
    this.#onLine(masked)
  }

  /** What is left at the end. */
  tellRows(table: string, rows: readonly RawRow[]): void {
    // Seals are made of salts.
    if (!/^audit_/.test(table)) this.#hash.update(`${table}: ${JSON.stringify(rows)}\n`)
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1)
  }

  /** Ends it. */
  end(): string {
    return this.#hash.digest('hex').slice(0, 32)
  }
}
