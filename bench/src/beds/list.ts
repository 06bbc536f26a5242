import { createCrm } from '@guanxi/core'
import { contactColumns } from '../raw/contact.ts'
import { listed } from '../sample.ts'
import type { Position } from '../subject.ts'
import type { Stock } from './bed.ts'

const first = Date.UTC(2024, 0, 1)
/** In seconds: two years. */
const whole = 730 * 24 * 60 * 60
const owners = 100

/** One database with so many contacts, made by SQL over two years, of owners in turns; a tenth are of another region. */
export function listStock(contacts: number): Stock {
  return {
    shared: true,
    async fill(storage, run) {
      const crm = createCrm({ storage })
      await crm.migrate()
      await crm.close()
      await run((storage.id === 'sqlite' ? onSqlite : onPostgres)(contacts))
      return { contacts, mine: { contacts: [], deals: [] }, batch: 0, positions: positionsIn(contacts) }
    },
  }
}

const idOf = (i: number): string => `01900000-0000-7000-8000-${String(i).padStart(12, '0')}`
/** Between two contacts, in seconds. */
const apart = (contacts: number): number => Math.floor(whole / contacts)
const ownerOf = (i: number): string => `u_${(i * 37) % owners}`
const isEast = (i: number): boolean => Math.floor(i / owners) % 10 !== 9

/** Places in the newer half of what the list is of, strewn. */
function positionsIn(contacts: number): readonly Position[] {
  const isListed = (i: number) => isEast(i) && listed.owners.some((owner) => owner === ownerOf(i))
  const wanted = 500
  return Array.from({ length: wanted }, (_, n) => {
    let i = Math.floor(contacts * (0.5 + 0.5 * ((n * 0.618034) % 1)))
    while (!isListed(i)) i--
    return { createdAt: new Date(first + i * apart(contacts) * 1000).toISOString(), id: idOf(i) }
  })
}

/** The value of each column, where it is not null, given how the storage spells what differs. */
function insert(contacts: number, source: string, spelled: Readonly<Record<'id' | 'at', string>>): string {
  const { id, at } = spelled
  const values: Readonly<Record<string, string>> = {
    tenant: `'default'`,
    id,
    created_at: at,
    updated_at: at,
    version: '1',
    name: `'Contact ' || i`,
    name_search: `'contact ' || i`,
    owner_id: `'u_' || (i * 37 % ${owners})`,
    title: `'Head of Purchasing'`,
    email: `'contact.' || i || '@example.com'`,
    city: `'Hamburg'`,
    region: `case when (i / ${owners}) % 10 = 9 then 'West' else '${listed.region}' end`,
    country: `'DE'`,
    lifecycle: `'prospect'`,
    extra: `'{}'`,
  }
  const list = contactColumns.split(', ').map((column) => values[column] ?? 'null')
  return `insert into crm_contacts (${contactColumns}) ${source.replace('*', list.join(', '))}`.replace(
    '$contacts',
    String(contacts),
  )
}

function onSqlite(contacts: number): string {
  const rows = `with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < $contacts) select * from n`
  return `${insert(contacts, rows, {
    id: `printf('${idOf(0).slice(0, -12)}%012d', i)`,
    at: `strftime('%Y-%m-%dT%H:%M:%fZ', ${first / 1000} + i * ${apart(contacts)}, 'unixepoch')`,
  })}; pragma analysis_limit = 1000; analyze`
}

function onPostgres(contacts: number): string {
  return insert(contacts, `select * from generate_series(0::bigint, $contacts - 1) as n(i)`, {
    id: `'${idOf(0).slice(0, -12)}' || lpad(i::text, 12, '0')`,
    at: `to_timestamp(${first / 1000} + i * ${apart(contacts)})`,
  })
}
