import type { Condition } from '@guanxi/core/storage'

/** Whether a condition asks for some records, or for those of some other records: few, whatever else holds of them. */
export function namesFew(where: Condition): boolean {
  if (where.node === 'and') return where.all.some(namesFew)
  const equal = (where.node === 'compare' && where.op === 'eq') || (where.node === 'in' && !where.negated)
  return equal && (where.field.kind === 'ref' || where.field.unique === true || where.field.name === 'id')
}
