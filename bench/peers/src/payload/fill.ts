import { insertContacts, positionsIn } from '../../../src/beds/list-rows.ts'
import { contactOf, me } from '../../../src/sample.ts'
import type { Given, StorageName } from '../../../src/subject.ts'
import type { Local } from './local.ts'

/** What others work on, divided. */
const part = 20
const listColumns = 'name, owner_id, title, email, city, region, country, lifecycle, created_at, updated_at'

/** Executes the statement that fills the long list. */
export interface FillList {
  readonly storage: StorageName
  run(sql: string): Promise<void>
}

/** Fills the tables with a twentieth of what the others have. */
export async function filled(local: Local, given: Given, { storage, run }: FillList): Promise<Given> {
  const contacts = Math.ceil(given.contacts / part)
  if (given.positions.length > 0) {
    await run(insertContacts(storage, contacts, 'contacts', listColumns))
    local.count('contacts', contacts)
    return { ...given, contacts, positions: positionsIn(contacts) }
  }
  const mine: { readonly contacts: string[]; readonly deals: string[] } = { contacts: [], deals: [] }
  await local.inTransaction(async (req) => {
    for (let i = 0; i < contacts; i++) {
      const ownerId = i % 10 === 0 ? me.user : `u_${1 + (i % 10)}`
      const contact = await local.create('contacts', { ...contactOf(i), ownerId, lifecycle: 'prospect' }, req)
      if (ownerId !== me.user) continue
      const entered = new Date().toISOString()
      const at = { pipeline: 'deal', stage: 'qualified' }
      const deal = await local.create(
        'deals',
        {
          ...{ title: `Deal ${i}`, contactId: String(contact.id), ownerId, amount: 100 * i, currency: 'CNY' },
          ...{ ...at, stageSince: entered, version: 1 },
        },
        req,
      )
      const stay = { ...at, recordId: String(deal.id), entity: 'deal', enteredAt: entered, actor: me.user }
      await local.create('stays', stay, req)
      mine.contacts.push(String(contact.id))
      mine.deals.push(String(deal.id))
    }
  })
  return { contacts, mine, batch: Math.ceil(given.batch / part), positions: [] }
}
