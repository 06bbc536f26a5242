import { type CoreTypes, type CourierContext, type Fact, isCrmError } from '@guanxi/core'
import type { TicketsTypes } from '../../types.ts'
import { fromBase64 } from './bytes.ts'
import type { FilesPort } from './file.ts'

type Types = CoreTypes & TicketsTypes
type Filed = Fact<TicketsTypes['events']['ticket.filed']>

/** Moves what came in to who keeps files: he has it before the database lets it go. */
export const filesCourier =
  (port: FilesPort) =>
  async ({ recordId, data }: Filed, { crm }: CourierContext<Types>): Promise<void> => {
    for (const hash of data.hashes) {
      const file = await crm.tickets.file(recordId, { message: data.messageId, hash }).catch(unlessGone)
      if (file === undefined) continue
      await port.put({ hash, data: fromBase64(file.data, 'data') })
      await crm.tickets.filed(recordId, { hash })
    }
  }

/** A message that was taken away, or is another ticket's now: its files stay where they are. */
function unlessGone(error: unknown): undefined {
  if (!isCrmError(error, 'NOT_FOUND')) throw error
}
