import type { Condition } from '../query/index.ts'
import type { FieldIR } from '../schema/index.ts'

/** The fields that a condition on a record's own fields asks for. */
export function fieldsIn(of: Condition): readonly FieldIR[] {
  if (of.node === 'and' || of.node === 'or') return of.all.flatMap(fieldsIn)
  if (of.node === 'not') return fieldsIn(of.of)
  return 'field' in of && of.field !== undefined ? [of.field] : []
}
