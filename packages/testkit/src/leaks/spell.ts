import type { Row } from '@guanxi/core'
import type { EntityIR } from '@guanxi/core/storage'

/** A record as a list of its fields' values, in order. */
export function spellRow(entity: EntityIR, row: Row): readonly unknown[] {
  return [...entity.fields.keys()].map((name) => row[name] ?? null)
}
