/** A part of a period: added, or taken off again. */
export interface Span {
  readonly from: string
  readonly to: string
  readonly sign: 1 | -1
}

/**
 * A period as whole months in UTC, which rollups have, and what is before and after them: at most half a month at either end.
 * Where a month in UTC goes over the end, what is too much of it is taken off again. A month in Shanghai is a month in UTC with eight
 * hours more and eight hours less.
 */
export function spansOf(from: string, to: string): readonly Span[] {
  const [first, last] = [nearest(from), nearest(to)]
  const whole: Span = { from, to, sign: 1 }
  if (first >= last) return [whole]
  const ends = [...between(from, first), ...between(last, to)]
  // A week in the middle of a month is read itself.
  return lengthOf(ends) < lengthOf([whole]) ? [{ from: first, to: last, sign: 1 }, ...ends] : [whole]
}

const lengthOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0)

/** From one instant to another, which may be before it. */
function between(from: string, to: string): readonly Span[] {
  if (from === to) return []
  return from < to ? [{ from, to, sign: 1 }] : [{ from: to, to: from, sign: -1 }]
}

/** The month in UTC that begins next to an instant. */
function nearest(instant: string): string {
  const at = new Date(instant)
  const begins = (month: number) => Date.UTC(at.getUTCFullYear(), month)
  const [before, after] = [begins(at.getUTCMonth()), begins(at.getUTCMonth() + 1)]
  return new Date(at.getTime() - before <= after - at.getTime() ? before : after).toISOString()
}
