import { zone } from './crm.ts'

const clockOf = new Intl.DateTimeFormat('en-GB', {
  ...{ timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
})

/** `Tue 14:05`. */
export function timeOf(instant: string | number): string {
  const parts = new Map(clockOf.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]))
  return `${parts.get('weekday')} ${parts.get('hour')}:${parts.get('minute')}`
}

/** The earlier first; what is of one time stays as it was. */
export const byTime = (a: Timed, b: Timed): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)

interface Timed {
  readonly at: string
}

/** How wide it is on a screen: a Chinese character takes two columns. */
export const widthOf = (text: string): number =>
  [...text].reduce((width, letter) => width + (/[⺀-鿿　-〿＀-￯]/.test(letter) ? 2 : 1), 0)

export const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)))

/** `45 min`, `2 h 05`; of no figure nothing. */
export function lengthOf(seconds: number | null): string {
  if (seconds === null) return '-'
  const minutes = Math.round(seconds / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`
}

export const percent = (rate: number | null): string => (rate === null ? '-' : `${(100 * rate).toFixed(1)} %`)

type Cell = string | number

/** A title, and below it rows in columns: numbers to the right, words to the left. The first row names them. */
export function table(title: string, rows: readonly (readonly Cell[])[]): string {
  const columns = (rows[0] ?? []).map((_, i) => {
    const cells = rows.map((row) => row[i] ?? '')
    const right = i > 0 && cells.slice(1).every((cell) => /^[\d-]/.test(`${cell}`))
    return { right, width: Math.max(...cells.map((cell) => widthOf(`${cell}`))) }
  })
  const cellOf = (cell: Cell, { right, width }: (typeof columns)[number]) =>
    right ? ' '.repeat(width - widthOf(`${cell}`)) + cell : padded(`${cell}`, width)
  const line = (row: readonly Cell[]) => columns.map((column, i) => cellOf(row[i] ?? '', column)).join('  ')
  return [title, ...rows.map((row) => `  ${line(row).trimEnd()}`)].join('\n')
}
