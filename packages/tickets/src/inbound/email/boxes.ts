import type { Context, CoreTypes } from '@guanxi/core'
import type { TicketsTypes } from '../../types.ts'
import type { Mailbox } from './mailbox.ts'

type Inside = Pick<Context<CoreTypes & TicketsTypes>, 'table'>

/** The mailboxes of the tenant. */
export const boxesOf = ({ table }: Inside): Promise<readonly Mailbox[]> => table('mailbox').remembered()

/** The mailbox of an address, as queries compare addresses. */
export async function boxAt({ table }: Inside, address: string): Promise<Mailbox | undefined> {
  const boxes = await table('mailbox').remembered()
  const [id] = await table('mailbox').matching(boxes, { address })
  return boxes.find((box) => box.id === id)
}
