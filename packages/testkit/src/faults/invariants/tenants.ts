import type { Invariant } from './invariant.ts'

/** I12: no row without a tenant. */
export const tenants: Invariant = {
  id: 'I12',
  broken: ({ tables }) =>
    [...tables].flatMap(([table, rows]) =>
      rows
        .filter(({ tenant }) => typeof tenant !== 'string' || tenant === '')
        .map(({ id }) => `${table} ${id} is nobody's`),
    ),
}
