import { writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import type { Measured } from './figures.ts'
import { type Options, type WorkName, workNames } from './options.ts'
import { type StorageName, slow, storageNames } from './subject.ts'

/** A line of the report. */
export interface Line extends Measured {
  readonly work: WorkName
  readonly title: string
  /** What of the work, where several things are asked or done. */
  readonly part?: string
  readonly storage: StorageName
  /** Of many clients: their calls that were answered. The ratio is of throughput then, upside down. */
  readonly perSecond?: number
  readonly throughputToRaw?: number
  readonly p99ToRaw?: number
}

/** By storage and work; the subjects of a work stay as they are. */
export function inOrder(lines: readonly Line[]): readonly Line[] {
  const place = ({ storage, work }: Line) => storageNames.indexOf(storage) * workNames.length + workNames.indexOf(work)
  return lines.toSorted((a, b) => place(a) - place(b))
}

/** The report as a table. */
export function table(lines: readonly Line[]): string {
  const head = [
    'work',
    '',
    'storage',
    'subject',
    'median',
    'p99',
    'to raw',
    'rounds from … to',
    'a second',
    'p99 to raw',
  ]
  const body = lines.map(({ work, title, part, storage, subject, spread, ...line }) => [
    work,
    part === undefined ? title : `${title}: ${part}`,
    storage,
    slow.has(subject) ? `${subject} *` : subject,
    time(line.medianMs),
    time(line.p99Ms),
    times(line.ratioToRaw),
    subject === 'raw' ? '' : spread.map((ratio) => ratio.toFixed(2)).join(' … '),
    line.perSecond === undefined ? '' : String(line.perSecond),
    line.p99ToRaw === undefined ? '' : times(line.p99ToRaw),
  ])
  // What no line has is left out.
  const columns = head.flatMap((name, i) => {
    const cells = body.map((row) => row[i] ?? '')
    return cells.some((cell) => cell !== '')
      ? [{ i, width: Math.max(...[name, ...cells].map(({ length }) => length)) }]
      : []
  })
  const spell = (row: readonly string[]) =>
    columns
      .map(({ i, width }) => (i < 4 ? row[i]?.padEnd(width) : row[i]?.padStart(width)))
      .join('  ')
      .trimEnd()
  const marked = lines.some(({ subject }) => slow.has(subject))
  const note = '\n* at a twentieth of the size, in 3 rounds, on tables of its own'
  return [head, ...body].map(spell).join('\n') + (marked ? note : '')
}

const times = (ratio: number): string => `${ratio.toFixed(2)}x`
const time = (ms: number): string => (ms < 1 ? `${(ms * 1000).toFixed(1)} µs` : `${ms.toFixed(2)} ms`)

/** Writes the report for programs. */
export function writeJson(file: string, { rounds, scale }: Options, lines: readonly Line[]): void {
  const [cpu] = cpus()
  const machine = {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  }
  const rows = lines.map(({ title: _, ...row }) => row)
  writeFileSync(file, `${JSON.stringify({ machine, rounds, scale, rows }, null, 2)}\n`)
}
