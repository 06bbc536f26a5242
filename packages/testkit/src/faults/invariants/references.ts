import { type Invariant, keyOf, rowsOf } from './invariant.ts'

/** Logs that name a record by its entity and its id. */
const logs = ['audit', 'outbox', 'stage_stays', 'ownership_changes', 'record_members']

/** I3: whatever names a record names one of the same tenant. */
export const references: Invariant = {
  id: 'I3',
  broken(judged) {
    const known = new Map<string, ReadonlySet<string>>()
    const namesIn = (table: string, on: string) => {
      const key = keyOf(table, on)
      const names = known.get(key) ?? new Set(rowsOf(judged, table).map((row) => keyOf(row.tenant, row[on])))
      known.set(key, names)
      return names
    }
    const wrong: string[] = []
    for (const { table, references } of judged.entities)
      for (const { column, table: to, on } of references)
        for (const row of rowsOf(judged, table))
          if ((row[column] ?? null) !== null && !namesIn(to, on).has(keyOf(row.tenant, row[column])))
            wrong.push(`${table} ${row.id} names ${column} ${row[column]}, and there is none`)
    const tableOf = new Map(judged.entities.map(({ name, table }) => [name, table]))
    for (const log of logs)
      for (const row of rowsOf(judged, log)) {
        if (row.entity === null) continue
        const table = tableOf.get(String(row.entity))
        if (table === undefined || !namesIn(table, 'id').has(keyOf(row.tenant, row.record_id)))
          wrong.push(`${log} ${row.id} is about ${row.entity} ${row.record_id}, and there is none`)
      }
    return wrong
  },
}
