import { createCrm, type StorageAdapter } from '@guanxi/core'
import { contactOf, me } from './sample.ts'

/** What is in a database before the work begins. */
export interface Filled {
  readonly contacts: number
  /** Contacts and deals of {@link me}, who owns every tenth. */
  readonly mine: { readonly contacts: readonly string[]; readonly deals: readonly string[] }
}

const owners = 10

/** Migrates a database and fills it. */
export async function fill(storage: StorageAdapter, contacts: number): Promise<Filled> {
  const crm = createCrm({ storage })
  await crm.migrate()
  const system = crm.asSystem({ reason: 'bench' })
  const numbers = Array.from({ length: contacts }, (_, index) => index)
  const ownerId = (index: number) => (index % owners === 0 ? me.user : `u_${1 + (index % owners)}`)
  const made = await system.contacts.createMany(
    numbers.map((index) => ({ ...contactOf(index), ownerId: ownerId(index) })),
  )
  const deals = await system.deals.createMany(
    made.ids.map((contactId, index) => {
      return { title: `Deal ${index}`, contactId, ownerId: ownerId(index), amount: 100 * index, currency: 'CNY' }
    }),
  )
  const mine = (ids: readonly string[]) => ids.filter((_, index) => ownerId(index) === me.user)
  await crm.close()
  return { contacts, mine: { contacts: mine(made.ids), deals: mine(deals.ids) } }
}
