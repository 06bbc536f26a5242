import { createCrm } from '@guanxi/core'
import { me } from '../sample.ts'
import type { Found, Hand } from './hand.ts'
import type { Ground, Place, Question, Reading } from './reading.ts'

const [limit, contacts, busiest] = [50, 5000, 200]

/** The tables: what puts their rows in order, what a page shows of them, and which the actor sees. */
const tables = [
  { entity: 'activity', table: 'crm_activities', at: 'at', title: 'subject', rule: 'true' },
  { entity: 'order', table: 'crm_orders', at: 'placed_at', title: 'currency', rule: `owner_id = '${me.user}'` },
  { entity: 'deal', table: 'crm_deals', at: 'created_at', title: 'title', rule: `owner_id = '${me.user}'` },
  { entity: 'task', table: 'crm_tasks', at: 'closed_at', title: 'title', rule: 'closed_at is not null' },
] as const
type Table = (typeof tables)[number]

const customers: Ground = {
  rows: 2_000_000,
  crm: (storage) => createCrm({ storage }),
  async fill({ fill, spelling: { id, instant } }, rows) {
    const count = Math.floor(rows / 4)
    const own = { owner_id: `'${me.user}'` }
    await fill({
      table: 'contacts',
      count: contacts,
      columns: { ...own, name: `'Contact ' || i`, name_search: `'contact ' || i` },
    })
    // By a third power: the busiest has some thousandths of all, most have a few rows.
    const part = '(i * 618034 % 1000000)'
    const whose = id(`${part} * ${part} / 1000000 * ${part} / 1000000 * ${contacts} / 1000000`)
    const instants = (start: number) => instant(`${Date.UTC(2025, 0, 1) / 1000} + (i * 4 + ${start}) * 61`)
    const rowsOf = (table: string, start: number, columns: Readonly<Record<string, string>>) =>
      fill({ table, count, columns: { ...own, created_at: instants(start), contact_id: whose, ...columns } })
    const text = (name: string, of: string) => ({
      [name]: `'${of} ' || i`,
      [`${name}_search`]: `'${of.toLowerCase()} ' || i`,
    })
    await rowsOf('activities', 0, {
      kind: "'call'",
      at: instants(0),
      ...text('subject', 'Call'),
      body: `'${'x'.repeat(200)}'`,
    })
    await rowsOf('orders', 1, { placed_at: instants(1), currency: "'CNY'", total: 'i' })
    const staged = (pipeline: string, stage: string, start: number) => {
      return {
        pipeline: `'${pipeline}'`,
        stage: `'${stage}'`,
        stage_since: instants(start),
        closed_at: instants(start),
      }
    }
    await rowsOf('deals', 2, { ...text('title', 'Deal'), ...staged('deal', 'won', 2) })
    await rowsOf('tasks', 3, { ...text('title', 'Task'), ...staged('task', 'done', 3), priority: "'normal'" })
  },
}

/** The newest 50 things done with one of the busiest customers. */
export const timeline: Reading = {
  work: 'W8',
  title: 'a timeline',
  ground: customers,
  questions({ crm, hand, storage }) {
    const { contacts: mine } = crm.as(me)
    const guanxi = async (i: number) => (await mine.timeline(customer(i), { limit })).items.map(({ id }) => id)
    const ask = (part: string, statements: readonly string[]): Question => {
      const raw = (i: number) => byHand(hand, statements, customer(i))
      return { part, times: 100, guanxi, raw }
    }
    return [
      ask(
        'beside whole records, a statement for each table',
        tables.map((one) => newest(one, `${one.at} as page_at, *`, storage)),
      ),
      ask('beside what a page shows, in one statement', [unionOf(storage)]),
    ]
  },
}

// The first contacts are the busiest. A stride keeps neighbours in time apart.
const customer = (i: number) => `0190${String((i * 7919) % busiest).padStart(12, '0')}`

/** The customer is the actor's. */
const own = `select id from crm_contacts where tenant = 'default' and id = $1 and owner_id = '${me.user}' and deleted_at is null`

function newest({ table, at, rule }: Table, columns: string, storage: Place['storage']): string {
  // The plus keeps SQLite from the owner's index, by which it would read all that he owns.
  const seen = storage === 'sqlite' ? rule.replace('owner_id', '+owner_id') : rule
  return `select ${columns} from ${table} where tenant = 'default' and contact_id = $1 and deleted_at is null and ${seen}
    order by ${at} desc, id desc limit ${limit + 1}`
}

function unionOf(storage: Place['storage']): string {
  const branches = tables.map((one) =>
    newest(one, `'${one.entity}' as entity, id, ${one.at} as page_at, ${one.title} as title`, storage),
  )
  return `select * from (${branches.map((sql, i) => `select * from (${sql}) as b${i}`).join(' union all ')}) as u
    order by page_at desc, id desc limit ${limit + 1}`
}

async function byHand(hand: Hand, statements: readonly string[], id: string): Promise<readonly unknown[]> {
  const [owned, ...found] = await hand.ask(...[own, ...statements].map((sql) => ({ sql, values: [id] })))
  if (owned?.length !== 1) throw new Error('no such contact')
  const rows = found.flat()
  if (found.length > 1) rows.sort((a, b) => later(b, a, 'page_at') || later(b, a, 'id'))
  return rows.slice(0, limit).map((row) => row.id)
}

/** Instants of one spelling are in order as texts. */
function later(a: Found, b: Found, name: string): number {
  const [x, y] = [String(a[name]), String(b[name])]
  return x < y ? -1 : x > y ? 1 : 0
}
