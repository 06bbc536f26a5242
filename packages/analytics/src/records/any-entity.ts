import { invalid } from '@guanxi/core'
import type { Inside } from '../inside.ts'

export type Row = Readonly<Record<string, unknown>>

/** What is asked of records whose entity is known at run time alone; the core checks it. */
export interface AnyRecords {
  count(query: { readonly where: object }): Promise<number>
  aggregate(query: object): Promise<readonly Row[]>
  list(query: object): Promise<{ readonly items: readonly Row[]; readonly next: string | null }>
  iterate(query: object): AsyncIterable<Row>
}

/** The records of an entity named by a question, as the actor may read them. Throws `INVALID` at `path`. */
export function recordsOf(
  { crm, schema }: Pick<Inside, 'crm' | 'schema'>,
  entity: string,
  path = 'entity',
): AnyRecords {
  const of = schema.entities.get(entity)
  // No type knows a name that is given at run time.
  const resource: unknown = of === undefined ? undefined : Reflect.get(crm, of.plural)
  if (isRecords(resource)) return resource
  const names = [...schema.entities.values()].filter(({ keeping }) => keeping !== 'log').map(({ name }) => name)
  throw invalid(path, 'is no entity with records', `There are ${names.sort().join(', ')}.`)
}

const isRecords = (value: unknown): value is AnyRecords =>
  typeof value === 'object' &&
  value !== null &&
  ['count', 'aggregate', 'list', 'iterate'].every((name) => name in value)

/** The value of a field of a record; `custom.x` is one of the tenant's own. */
export function fieldOf(row: Row, field: string): unknown {
  if (!field.startsWith('custom.')) return row[field] ?? null
  const { custom } = row
  return typeof custom === 'object' && custom !== null ? (Reflect.get(custom, field.slice(7)) ?? null) : null
}
