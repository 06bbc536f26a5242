// The contacts of the long list, made by SQL: over two years, of a hundred owners in turns, a tenth of them of another region.
import { listed } from '../sample.ts'
import type { Position, StorageName } from '../subject.ts'

const first = Date.UTC(2024, 0, 1)
/** In seconds: two years. */
const whole = 730 * 24 * 60 * 60
const owners = 100
const prefix = '01900000-0000-7000-8000-'

/** Between two contacts, in seconds. */
const apart = (contacts: number): number => Math.floor(whole / contacts)

/** Places in the newer half of what the list is of, strewn. */
export function positionsIn(contacts: number): readonly Position[] {
  const ownerOf = (i: number) => `u_${(i * 37) % owners}`
  const isEast = (i: number) => Math.floor(i / owners) % 10 !== 9
  const isListed = (i: number) => isEast(i) && listed.owners.some((owner) => owner === ownerOf(i))
  return Array.from({ length: 500 }, (_, n) => {
    let i = Math.floor(contacts * (0.5 + 0.5 * ((n * 0.618034) % 1)))
    while (!isListed(i)) i--
    const createdAt = new Date(first + i * apart(contacts) * 1000).toISOString()
    return { createdAt, id: `${prefix}${String(i).padStart(12, '0')}` }
  })
}

/** The statement that makes them, in a table with some of these columns. */
export function insertContacts(storage: StorageName, contacts: number, table: string, columns: string): string {
  const { id, at, numbers } = spelled(storage, contacts)
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
  const list = columns.split(', ').map((column) => values[column] ?? 'null')
  return `insert into ${table} (${columns}) ${numbers(list.join(', '))}`
}

function spelled(storage: StorageName, contacts: number) {
  const seconds = `${first / 1000} + i * ${apart(contacts)}`
  if (storage === 'sqlite') {
    return {
      id: `printf('${prefix}%012d', i)`,
      at: `strftime('%Y-%m-%dT%H:%M:%fZ', ${seconds}, 'unixepoch')`,
      numbers: (list: string) =>
        `with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ${contacts}) select ${list} from n`,
    }
  }
  return {
    id: `'${prefix}' || lpad(i::text, 12, '0')`,
    at: `to_timestamp(${seconds})`,
    numbers: (list: string) => `select ${list} from generate_series(0::bigint, ${contacts - 1}) as n(i)`,
  }
}
