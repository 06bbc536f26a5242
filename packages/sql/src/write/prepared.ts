import { CrmError, type Row } from '@guanxi/core'
import type { FieldIR, Written } from '@guanxi/core/storage'
import type { Result, Statement } from '../driver.ts'

/** The statements of a write, and what their results mean. */
export interface PreparedWrite {
  readonly statements: readonly Statement[]
  collect(results: readonly Result[]): Written
}

/** What was added must still be exact. */
export function checkAdded(row: Row, added: readonly FieldIR[]): Row {
  for (const { name } of added) {
    const value = row[name]
    if (typeof value === 'number' && !Number.isSafeInteger(value)) {
      throw new CrmError('NUMBER_OUT_OF_RANGE', { details: { path: name } })
    }
  }
  return row
}

/** Fields that `add` may name: integers with a column of their own. */
export function checkAddable(entity: string, field: FieldIR): void {
  const integer = field.kind === 'integer' || field.kind === 'money'
  if (integer && field.place === 'column') return
  throw new CrmError('STORAGE_CAPABILITY_MISSING', { details: { capability: `add to ${entity}.${field.name}` } })
}
