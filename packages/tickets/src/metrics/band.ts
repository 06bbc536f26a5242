/** So many bands to each doubling of the seconds: the widest of them spans a sixteenth of its least value. */
const each = 16

/**
 * The place of whole seconds in a histogram, without a gap and in their order. Up to 31 seconds each has a band of its own; from
 * there on sixteen bands make a doubling: a year has 351 of them.
 */
export function bandOf(seconds: number): number {
  if (seconds < each) return seconds
  // Seconds of 68 years fit into 31 bits.
  const bits = Math.min(seconds, 0x7fff_ffff)
  const power = 31 - Math.clz32(bits)
  return (power - 4) * each + Math.floor(bits / 2 ** (power - 4))
}

/** The one value of a band; undefined where it has several. */
export const onlyValueOf = (band: number): number | undefined => (band < 2 * each ? band : undefined)

/** A year (in UTC), a band and an agent as one text, by which they are found together: `2026 135 u_1`. Nobody is left out. */
export const cellOf = (year: string, band: number, by: string | null): string => `${year} ${band} ${by ?? ''}`

export const yearOf = (instant: string): string => instant.slice(0, 4)

export function partsOf(cell: string): { readonly band: number; readonly by: string | null } {
  const from = cell.indexOf(' ') + 1
  const to = cell.indexOf(' ', from)
  return { band: Number(cell.slice(from, to)), by: cell.slice(to + 1) || null }
}
