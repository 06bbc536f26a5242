import * as z from 'zod'
import { isSearchable } from '../../query/index.ts'
import type { EntityIR } from '../../schema/index.ts'
import { type Operation, query } from '../contract.ts'

/** The contract of `search`, for entities that have searchable fields. */
export function searchContract(entity: EntityIR): Readonly<Record<string, Operation>> {
  if (!isSearchable(entity)) return {}
  const search = query({
    target: 'collection',
    summary: `The ${entity.plural} that a text finds, the best first.`,
    input: () => z.unknown(),
    output: () =>
      z.strictObject({
        items: z.array(z.strictObject({ match: z.enum(['exact', 'prefix', 'part']), record: z.unknown() })),
        next: z.string().nullable(),
      }),
    errors: ['CURSOR_INVALID'],
  })
  return { search }
}
