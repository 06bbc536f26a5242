import { grouped, type Invariant, jsonOf, keyOf, rowsOf } from './invariant.ts'

/** I10: a key that is taken has an answer, and what was answered is there. */
export const idempotency: Invariant = {
  id: 'I10',
  broken(judged) {
    const tableOf = new Map(judged.entities.map(({ table }) => [table.replaceAll('_', '').toLowerCase(), table]))
    const calls = grouped(rowsOf(judged, 'audit'), ({ tenant, operation }) => keyOf(tenant, operation))
    return rowsOf(judged, 'idempotency').flatMap((row) => {
      const label = `the key of ${row.operation}`
      const result = jsonOf(row.result) as { readonly value?: unknown } | null
      // One that told of a person who was erased has neither question nor answer any more.
      if (result === null) return row.fingerprint === '' ? [] : [`${label} is taken, and has no answer`]
      const [resource = '', key = ''] = String(row.operation).split('.')
      const { value } = result
      if (typeof value !== 'object' || value === null || !('id' in value) || !('version' in value)) return []
      if (key === 'create' && !calls.has(keyOf(row.tenant, row.operation)))
        return [`${label} is taken, and nothing was done`]
      const table = tableOf.get(resource.toLowerCase())
      if (table === undefined) return []
      // A call on one resource may answer a record of another: a message of a ticket.
      const records = [table, ...tableOf.values()].flatMap((name) => rowsOf(judged, name))
      const record = records.find(({ tenant, id }) => tenant === row.tenant && id === value.id)
      if (record === undefined) return [`${label} answers a record that is not there`]
      return Number(record.version) < Number(value.version) ? [`${label} answers a version that is not there`] : []
    })
  },
}
