import type { Context, CoreTypes } from '@guanxi/core'
import type { TicketsTypes } from '../../types.ts'
import type { Mailbox } from './mailbox.ts'

type Inside = Pick<Context<CoreTypes & TicketsTypes>, 'table'>

/** The mailboxes of the tenant. */
export const boxesOf = async ({ table }: Inside): Promise<readonly Mailbox[]> =>
  (await table('mailbox').remembered()) as readonly unknown[] as readonly Mailbox[]

/** The mailbox of an address, as queries compare addresses. */
export async function boxAt({ table }: Inside, address: string): Promise<Mailbox | undefined> {
  const boxes = await table('mailbox').remembered()
  const [id] = await table('mailbox').matching(boxes, { address })
  return boxes.find((box) => box.id === id) as Mailbox | undefined
}
