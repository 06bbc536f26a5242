import * as z from 'zod'
import { command, query } from '../../operation/index.ts'

const letter = () =>
  z.strictObject({
    id: z.string(),
    /** `call`, `fact` or `schedule`. */
    kind: z.enum(['call', 'fact', 'schedule']),
    /** The operation, or the consumer. */
    name: z.string(),
    entity: z.string().nullable(),
    recordId: z.string().nullable(),
    /** How often it was tried. */
    attempt: z.int(),
    /** When it was given up. */
    at: z.string(),
    error: z.strictObject({ code: z.string(), message: z.string() }),
  })

const some = () => z.strictObject({ ids: z.array(z.string().min(1)).min(1).max(200) })
const count = () => z.strictObject({ count: z.int() })

/** What was to be done, and was given up. */
export const systemOperations = {
  deadLetters: {
    list: query({
      target: 'collection',
      summary: 'The jobs that were given up, the newest first.',
      input: () =>
        z.strictObject({ limit: z.int().min(1).max(200).optional(), after: z.string().nullable().optional() }),
      output: () => z.strictObject({ items: z.array(letter()), next: z.string().nullable() }),
      errors: ['CURSOR_INVALID'],
    }),
    replay: command({
      target: 'collection',
      summary: 'Lets jobs that were given up be tried again, as if for the first time; answers how many there were.',
      input: some,
      output: count,
    }),
    discard: command({
      target: 'collection',
      summary: 'Throws away jobs that were given up; answers how many there were.',
      input: some,
      output: count,
    }),
  },
}
