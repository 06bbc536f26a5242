import { createCrm } from '@guanxi/core'
import { contactColumns } from '../raw/contact.ts'
import type { Stock } from './bed.ts'
import { insertContacts, positionsIn } from './list-rows.ts'

/** One database with so many contacts. */
export function listStock(contacts: number): Stock {
  return {
    shared: true,
    async fill(storage, run) {
      const crm = createCrm({ storage })
      await crm.migrate()
      await crm.close()
      const dialect = storage.id === 'sqlite' ? 'sqlite' : 'postgres'
      await run(insertContacts(dialect, contacts, 'crm_contacts', contactColumns))
      if (dialect === 'sqlite') await run('pragma analysis_limit = 1000; analyze')
      return { contacts, mine: { contacts: [], deals: [] }, batch: 0, positions: positionsIn(contacts) }
    },
  }
}
