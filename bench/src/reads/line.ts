import type { StorageName, SubjectName } from '../subject.ts'

/** A line of the report. A work of several parts has a line for each. */
export interface Line {
  readonly work: string
  readonly part: string
  readonly storage: StorageName
  readonly subject: SubjectName
  readonly medianMs: number
  readonly p99Ms: number
  readonly ratioToRaw: number
  /** The smallest and the greatest ratio of a round: how far to trust the one between. */
  readonly spread: readonly [number, number]
}

/** Of numbers in order. */
export function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

export const ascending = (numbers: readonly number[]): readonly number[] => numbers.toSorted((a, b) => a - b)

/** Lines as text, each two of a part together. */
export function spelled(lines: readonly Line[]): string {
  const rows = lines.map((line) => [
    `${line.work} ${line.part}`,
    line.storage,
    line.subject,
    `${line.medianMs.toFixed(3)} ms`,
    `p99 ${line.p99Ms.toFixed(2)} ms`,
    line.subject === 'raw' ? '' : `${line.ratioToRaw.toFixed(2)}x`,
    line.subject === 'raw' ? '' : line.spread.map((ratio) => ratio.toFixed(2)).join(' … '),
  ])
  const widths = [0, 1, 2, 3, 4, 5, 6].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
