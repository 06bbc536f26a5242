import * as z from 'zod'
import { query } from '../../operation/index.ts'

/** A record of some entity that a text has found. */
const hit = () =>
  z.strictObject({
    entity: z.string(),
    id: z.string(),
    match: z.enum(['exact', 'prefix', 'part']),
    record: z.record(z.string(), z.unknown()),
  })

/** Searching over entities. */
export const searchOperations = {
  search: {
    find: query({
      target: 'collection',
      summary: 'Records of all entities that a text finds, or of those named, the best first.',
      input: () =>
        z.strictObject({
          text: z.string(),
          entities: z.array(z.string()).optional(),
          limit: z.int().min(1).max(200).optional(),
        }),
      output: () => z.strictObject({ items: z.array(hit()) }),
    }),
  },
}
