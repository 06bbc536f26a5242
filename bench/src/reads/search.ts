import { createCrm } from '@guanxi/core'
import { searchText } from '@guanxi/core/storage'
import { fillContacts, parts } from '../names.ts'
import type { Asked } from './hand.ts'
import type { Ground, Place, Reading } from './reading.ts'

const first = 50

const names: Ground = {
  rows: 1_000_000,
  crm: (storage) => createCrm({ storage }),
  fill: ({ storage }, rows) => fillContacts(storage, rows),
}

/** W5, a part of a name: the first 50 by id, and how many there are. */
export const search: Reading = {
  work: 'W5',
  title: 'a part of a name',
  ground: names,
  questions({ storage, crm, hand }) {
    const { contacts } = crm.as({ user: 'u_1', roles: ['admin'] })
    return parts.flatMap(([kind, part]) => {
      const where = { name: { contains: part } }
      const page = byHand(storage, `select c.*`, part, `order by c.id limit ${first}`)
      const counted = byHand(storage, 'select count(*) as count', part, '')
      return [
        {
          part: `${kind}, first ${first}`,
          times: 10,
          raw: async () => (await hand.ask(page))[0]?.map(({ id }) => id),
          guanxi: async () => (await contacts.list({ where, limit: first })).items.map(({ id }) => id),
        },
        {
          part: `${kind}, count`,
          times: 10,
          raw: async () => (await hand.ask(counted))[0]?.[0]?.count,
          guanxi: () => contacts.count({ where }),
        },
      ]
    })
  },
}

/** By the same index, with the same second look at the text, for it finds trigrams and not their order. */
function byHand(storage: Place['storage'], select: string, part: string, end: string): Asked {
  const text = searchText(part)
  if (storage === 'postgres') {
    const from = `from crm_contacts as c where c.tenant = 'default' and c.deleted_at is null and c.name_search like $1`
    return { sql: `${select} ${from} ${end}`, values: [`%${text}%`], anew: true }
  }
  const points = [...text]
  const trigrams = points.slice(2).map((_, i) => `"${points.slice(i, i + 3).join('')}"`)
  const from = `from crm_contacts_search as f cross join crm_contacts as c on c.rid = f.rowid
    where f.crm_contacts_search match $1 and c.tenant = 'default' and c.deleted_at is null and instr(c.name_search, $2) > 0`
  return { sql: `${select} ${from} ${end}`, values: [trigrams.join(' AND '), text] }
}
