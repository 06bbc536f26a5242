import * as z from 'zod'
import { command, recordOf } from '../../operation/index.ts'

const userId = () => z.string().min(1).max(255)

/** What a handover moved: how many of each, those of other entities under their plural where there were any. */
const moved = () => z.object({ customers: z.int(), deals: z.int(), tasks: z.int() }).catchall(z.int())

/** Somebody leaves, and may come back. */
export const memberOperations = {
  members: {
    handover: command({
      target: 'collection',
      summary: 'A member leaves: what he has open goes to another one, and he sees nothing any more.',
      input: () => z.strictObject({ from: userId(), to: userId(), reason: z.string().min(1).max(255).optional() }),
      output: moved,
      errors: ['REFERENCE_NOT_FOUND'],
      elevate: true,
    }),
    reinstate: command({
      target: 'record',
      summary: 'A member who left is back.',
      input: () => z.strictObject({}),
      output: () => recordOf('member'),
      errors: ['NOT_FOUND'],
    }),
  },
}
