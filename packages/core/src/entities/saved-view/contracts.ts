import * as z from 'zod'
import { query, recordOf } from '../../operation/index.ts'

/** What is done with views. */
export const savedViewOperations = {
  savedViews: {
    run: query({
      target: 'record',
      summary: 'What a view shows to the actor, page by page.',
      input: () =>
        z.strictObject({ after: z.string().nullable().optional(), limit: z.int().min(1).max(200).optional() }),
      output: () =>
        z.strictObject({
          entity: z.string(),
          columns: z.array(z.string()),
          items: z.array(z.record(z.string(), z.unknown())),
          next: z.string().nullable(),
        }),
      errors: ['NOT_FOUND', 'VIEW_BROKEN', 'CURSOR_INVALID'],
    }),
    default: query({
      target: 'collection',
      summary: 'The view of an entity that the actor sees first; null if he has chosen none.',
      input: () => z.strictObject({ entity: z.string() }),
      output: () => z.nullable(recordOf('savedView')),
    }),
  },
}
