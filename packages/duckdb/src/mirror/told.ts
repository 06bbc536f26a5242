import type { Copied } from './copied.ts'
import { riding } from './riding.ts'

/** What is used of a fact. */
export interface Told {
  readonly type: string
  readonly entity: string
  readonly recordId: string
  readonly data: unknown
}

const ofRecords = ['created', 'updated', 'deleted', 'restored', 'moved']

/** Whether a fact tells of one record and its version, and of nothing else. */
export const isOfRecord = (type: string): boolean => ofRecords.includes(type.slice(type.lastIndexOf('.') + 1))

/** The records that facts tell of, by entity: those that are copied. */
export function toldBy(
  facts: readonly Told[],
  copied: ReadonlyMap<string, Copied>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const told = new Map<string, Set<string>>()
  const add = (entity: string, id: string) => {
    if (!copied.has(entity)) return
    const ids = told.get(entity) ?? new Set<string>()
    told.set(entity, ids.add(id))
  }
  for (const { type, entity, recordId, data } of facts) {
    add(entity, recordId)
    if (!type.endsWith('.erased')) continue
    for (const record of erasedIn(data)) if (!riding.has(record.entity)) add(record.entity, record.recordId)
  }
  return told
}

/** An erasure is one fact about all that it blanked or took away. */
function erasedIn(data: unknown): readonly { readonly entity: string; readonly recordId: string }[] {
  const records = typeof data === 'object' && data !== null && 'records' in data ? data.records : []
  return Array.isArray(records) ? records : []
}
