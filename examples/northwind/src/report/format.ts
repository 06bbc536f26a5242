/** Minor units as people write them: 1,265,793.04. */
export const money = (cents: number): string =>
  (cents / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

export const count = (number: number): string => number.toLocaleString('en-US')

/** `3 orders`, `1 order`. */
export const counted = (number: number, one: string): string => `${count(number)} ${one}${number === 1 ? '' : 's'}`

export const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`

/** The day of an instant. */
export const day = (instant: string): string => instant.slice(0, 10)

/** A title, and below it rows in columns: those that begin with figures to the right, words to the left. */
export function section(title: string, rows: readonly (readonly string[])[]): string {
  const columns = (rows[0] ?? []).map((_, i) => {
    const cells = rows.map((row) => row[i] ?? '')
    return { width: Math.max(...cells.map((cell) => cell.length)), right: cells.every((cell) => /^(\d|$)/.test(cell)) }
  })
  const line = (row: readonly string[]) =>
    columns.map(({ width, right }, i) => (right ? row[i]?.padStart(width) : row[i]?.padEnd(width))).join('  ')
  return [title, ...rows.map((row) => `  ${line(row).trimEnd()}`)].join('\n')
}
