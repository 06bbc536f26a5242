import { byTime, timeOf } from './format.ts'

/** What happened in the week, a line each, by its time. */
export class Log {
  readonly #lines: { readonly at: string; readonly text: string }[] = []

  /** Of a ticket, or (0) of none. */
  add(at: string | number, number: number, kind: string, text: string): void {
    const ticket = number === 0 ? '' : `#${number}`
    const line = `${timeOf(at)}  ${ticket.padEnd(5)} ${kind.padEnd(9)} ${text}`
    this.#lines.push({ at: new Date(at).toISOString(), text: line })
  }

  /** In the order of their times, those of one time as they were written; a line between two days. */
  toString(): string {
    const sorted = this.#lines.toSorted(byTime)
    return sorted
      .map(({ text }, i) => (i > 0 && sorted[i - 1]?.text.slice(0, 3) !== text.slice(0, 3) ? `\n${text}` : text))
      .join('\n')
  }
}
