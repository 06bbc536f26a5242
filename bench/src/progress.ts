/** Says what is being filled or measured, beside the report: some of it takes minutes. */
export function progress(text: string): void {
  const seconds = Math.round(performance.now() / 1000)
  console.error(`${String(seconds).padStart(5)} s  ${text}`)
}

/** A number of rows, for people. */
export const spelledCount = (count: number): string => count.toLocaleString('en')
