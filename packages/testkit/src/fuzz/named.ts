import type { Json } from '../oracle/index.ts'

/** Something under the name of a field, as queries spell it: a tenant's own fields stand under `custom`. */
export function named(field: string, inner: unknown): Json {
  return field.split('.').reduceRight((value, name) => ({ [name]: value }), inner) as Json
}
