import { writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import type { Measured } from './measure.ts'
import { type WorkName, workNames } from './options.ts'
import { type StorageName, slow, storageNames } from './subject.ts'

/** A line of the report. */
export interface Line extends Measured {
  readonly work: WorkName
  readonly title: string
  readonly storage: StorageName
}

/** By storage and work; the subjects of a work stay as they are. */
export function inOrder(lines: readonly Line[]): readonly Line[] {
  const place = ({ storage, work }: Line) => storageNames.indexOf(storage) * workNames.length + workNames.indexOf(work)
  return lines.toSorted((a, b) => place(a) - place(b))
}

/** The report as a table. */
export function table(lines: readonly Line[]): string {
  const head = ['work', '', 'storage', 'subject', 'median', 'p99', 'to raw', 'rounds from … to']
  const body = lines.map(({ work, title, storage, subject, medianMs, p99Ms, ratioToRaw, spread }) => [
    work,
    title,
    storage,
    slow.has(subject) ? `${subject} *` : subject,
    time(medianMs),
    time(p99Ms),
    `${ratioToRaw.toFixed(2)}x`,
    subject === 'raw' ? '' : spread.map((ratio) => ratio.toFixed(2)).join(' … '),
  ])
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((row) => row[column]?.length ?? 0)))
  const spell = (row: readonly string[]) =>
    row.map((cell, i) => (i < 4 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')
  const marked = lines.some(({ subject }) => slow.has(subject))
  const note = '\n* at a twentieth of the size, in 3 rounds, on tables of its own'
  return [head, ...body].map(spell).join('\n') + (marked ? note : '')
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
  const rows = lines.map(({ title: _, ...row }) => row)
  writeFileSync(file, `${JSON.stringify({ machine, rounds, rows }, null, 2)}\n`)
}
