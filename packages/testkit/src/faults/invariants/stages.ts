import type { RawRow } from '../tables.ts'
import { epochOf, grouped, type Invariant, keyOf, rowsOf } from './invariant.ts'

/** I1: one open stay for each open record and none for a closed one; stays follow on each other, and end in its stage. */
export const stages: Invariant = {
  id: 'I1',
  broken(judged) {
    const stays = grouped(rowsOf(judged, 'stage_stays'), ({ tenant, entity, record_id }) =>
      keyOf(tenant, entity, record_id),
    )
    const staged = judged.entities.filter((entity) => entity.staged)
    return staged.flatMap(({ name, table }) =>
      rowsOf(judged, table).flatMap((record) => {
        const label = `${name} ${record.id}`
        const own = (stays.get(keyOf(record.tenant, name, record.id)) ?? []).toSorted(inTurn)
        const last = own.at(-1)
        if (last === undefined) return [`${label} has never been in a stage`]
        const wrong: string[] = []
        const open = own.filter(({ left_at }) => left_at === null)
        if (open.length !== (record.closed_at === null ? 1 : 0)) wrong.push(`${label} has ${open.length} open stays`)
        if (last.stage !== record.stage || last.pipeline !== record.pipeline)
          wrong.push(`${label} is in ${record.stage}, and its last stay in ${last.stage}`)
        if (epochOf(last.entered_at) !== epochOf(record.stage_since)) wrong.push(`${label} is there since another time`)
        for (const [i, stay] of own.entries()) {
          const next = own[i + 1]
          if (stay.left_at === null) continue
          const [from, to] = [epochOf(stay.entered_at), epochOf(stay.left_at)]
          if (Number(stay.duration) !== to - from)
            wrong.push(`a stay of ${label} lasted ${to - from}, not ${stay.duration}`)
          // A final stage's stay ends when it begins.
          if (next !== undefined && to !== from && to !== epochOf(next.entered_at))
            wrong.push(`between two stays of ${label} is a gap`)
        }
        return wrong
      }),
    )
  },
}

/** Of one instant, what was left sooner was first: ids that two processes make are in no order. */
const inTurn = (a: RawRow, b: RawRow): number =>
  epochOf(a.entered_at) - epochOf(b.entered_at) || leftOf(a) - leftOf(b) || (String(a.id) < String(b.id) ? -1 : 1)

const leftOf = ({ left_at }: RawRow): number => (left_at === null ? Number.MAX_SAFE_INTEGER : epochOf(left_at))
