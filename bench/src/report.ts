import { writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import type { Measured } from './measure.ts'
import type { StorageName } from './subject.ts'
import { type WorkName, works } from './work.ts'

/** A line of the report. */
export interface Line extends Measured {
  readonly work: WorkName
  readonly storage: StorageName
}

/** The report as a table. */
export function table(lines: readonly Line[]): string {
  const head = ['work', '', 'storage', 'subject', 'median', 'p99', 'to raw', 'rounds from … to']
  const body = lines.map(({ work, storage, subject, medianMs, p99Ms, ratioToRaw, spread }) => [
    work,
    works[work].title,
    storage,
    subject,
    time(medianMs),
    time(p99Ms),
    `${ratioToRaw.toFixed(2)}x`,
    subject === 'raw' ? '' : spread.map((ratio) => ratio.toFixed(2)).join(' … '),
  ])
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((row) => row[column]?.length ?? 0)))
  const spell = (row: readonly string[]) =>
    row.map((cell, i) => (i < 4 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')
  return [head, ...body].map(spell).join('\n')
}

const time = (ms: number): string => (ms < 1 ? `${(ms * 1000).toFixed(1)} µs` : `${ms.toFixed(2)} ms`)

/** Writes the report for programs. */
export function writeJson(file: string, rounds: number, lines: readonly Line[]): void {
  const [cpu] = cpus()
  const machine = {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  }
  writeFileSync(file, `${JSON.stringify({ machine, rounds, rows: lines }, null, 2)}\n`)
}
