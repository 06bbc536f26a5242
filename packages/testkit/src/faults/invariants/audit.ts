import { grouped, type Invariant, keyOf, rowsOf } from './invariant.ts'

/** What makes a new version of a record; who it is shared with does not. */
const changing = new Set(['create', 'update', 'delete', 'restore', 'move', 'erase'])

/** I4: each version of a record has one row of the audit, and each row about a record is one of its versions. */
export const audit: Invariant = {
  id: 'I4',
  broken(judged) {
    const about = grouped(
      rowsOf(judged, 'audit').filter(({ action }) => changing.has(String(action))),
      ({ tenant, entity, record_id }) => keyOf(tenant, entity, record_id),
    )
    const wrong: string[] = []
    for (const { name, table, record, ownedBy } of judged.entities) {
      // What is owned changes with its owner, under the owner's version.
      if (!record || ownedBy !== undefined) continue
      for (const row of rowsOf(judged, table)) {
        const versions = (about.get(keyOf(row.tenant, name, row.id)) ?? []).map(({ version }) => Number(version))
        const due = Array.from({ length: Number(row.version) }, (_, i) => i + 1)
        if (versions.toSorted((a, b) => a - b).join() !== due.join())
          wrong.push(
            `${name} ${row.id} is at version ${row.version}, and the audit knows ${versions.join(', ') || 'none'}`,
          )
      }
    }
    return wrong
  },
}
