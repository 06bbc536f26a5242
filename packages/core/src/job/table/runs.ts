import type { Row } from '../../schema/index.ts'

/** What can be taken of the candidates, and which of them are in the way of others. */
export interface Choice {
  /** Each list is of one lane, in its order; those without a lane stand alone. */
  readonly runs: readonly (readonly Row[])[]
  /** Those that wait for somebody before them in their lane, with him. */
  readonly blocked: readonly { readonly row: Row; readonly head: Row }[]
}

/** The longest part of a lane that one worker takes at once. */
const longest = 20

/**
 * Chooses among candidates, which all may be taken by themselves. `standing` are the first rows of their lanes, in order,
 * candidates or not: of a lane can be taken what stands at its head without a gap.
 */
export function choose(candidates: readonly Row[], standing: readonly Row[], limit: number): Choice {
  const able = new Set(candidates.map(({ id }) => id))
  const lanes = new Map<unknown, Row[]>()
  for (const row of standing) lanes.set(row.lane, [...(lanes.get(row.lane) ?? []), row])
  const runs: (readonly Row[])[] = []
  const blocked: { row: Row; head: Row }[] = []
  const begun = new Set<unknown>()
  for (const row of candidates) {
    const lane = row.lane === null ? undefined : lanes.get(row.lane)
    const head = lane?.[0]
    if (head !== undefined && !able.has(head.id)) blocked.push({ row, head })
    else if (runs.length === limit || begun.has(row.lane)) continue
    else if (lane === undefined) runs.push([row])
    else {
      begun.add(row.lane)
      runs.push(unbroken(lane, able))
    }
  }
  return { runs, blocked }
}

/** The rows at the head of a lane that can be taken. */
function unbroken(lane: readonly Row[], able: ReadonlySet<unknown>): readonly Row[] {
  const gap = lane.findIndex(({ id }) => !able.has(id))
  return lane.slice(0, Math.min(gap === -1 ? lane.length : gap, longest))
}
