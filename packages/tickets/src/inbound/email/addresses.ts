import type { Context, CoreTypes, RowValues } from '@guanxi/core'
import type { TicketsTypes } from '../../types.ts'

type Inside = Pick<Context<CoreTypes & TicketsTypes>, 'crm' | 'table' | 'now' | 'add'>

/** A machine writes to an address once in so long a time. */
const ackedOnceIn = 'PT10M'

/** Whether mail to an address came back for good. */
export async function isSuppressed({ table }: Pick<Inside, 'table'>, address: string): Promise<boolean> {
  const [known] = await table('mailAddress').all({ address, suppressedAt: { ne: null } })
  return known !== undefined
}

/** From now on nothing is sent there. */
export async function suppress(context: Inside, address: string, reason: string): Promise<void> {
  await remember(context, address, { suppressedAt: context.now, reason: reason.slice(0, 200) })
}

/** It is there again, as far as we know. False: nobody said that it was not. */
export async function release(context: Inside, address: string): Promise<boolean> {
  if (!(await isSuppressed(context, address))) return false
  await remember(context, address, { suppressedAt: null, reason: null })
  return true
}

/** Whether a machine may write there now; who asks does so. */
export async function mayAck(context: Inside, address: string): Promise<boolean> {
  const { table, now, add } = context
  await table('mailAddress').lock(address)
  const [known] = await table('mailAddress').all({ address })
  if ((known?.suppressedAt ?? null) !== null) return false
  if (known !== undefined && known.ackedAt !== null && add(known.ackedAt, ackedOnceIn) > now) return false
  await remember(context, address, { ackedAt: now })
  return true
}

async function remember(
  { crm, table }: Inside,
  address: string,
  values: RowValues<TicketsTypes['entities']['mailAddress']['row']>,
): Promise<void> {
  const addresses = table('mailAddress')
  await addresses.lock(address)
  if ((await addresses.update({ address }, values)) > 0) return
  const { items } = await crm.contactPoints.list({ where: { kind: 'email', normal: address }, limit: 1 })
  await addresses.insert([{ address, contactId: items[0]?.contactId ?? null, ...values }])
}
