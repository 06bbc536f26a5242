import type { CoreTypes, Crm } from '@guanxi/core'
import { createCrm } from '@guanxi/core'
import { tickets } from '@guanxi/tickets'
import type { Asked, Found } from './hand.ts'
import type { Ground, Place, Reading } from './reading.ts'

const shown = 5
const admin = { user: 'u_1', roles: ['admin'] } as const
type Popping = { readonly inbound: { pop(called: { number: string }): Promise<{ matches: readonly Match[] }> } }
type Rows = readonly { readonly id: string }[]
interface Match {
  readonly openTickets: Rows
  readonly recentTickets: Rows
  readonly recentOrders: Rows
  readonly recentActivities: Rows
}

/** Who can be asked, for an instance that the ground has made. */
const asking = new WeakMap<Crm<CoreTypes>, Popping>()

/** As many contacts as rows, each with a number; half as many tickets, orders and activities, most of them of some thousands. */
const callers: Ground = {
  rows: 1_000_000,
  crm(storage) {
    const crm = createCrm({ storage, plugins: [tickets()] })
    asking.set(crm, crm.as(admin))
    return crm
  },
  async fill({ fill, spelling: { id, instant } }, rows) {
    const half = Math.floor(rows / 2)
    const part = '(i * 618034 % 1000000)'
    const whose = id(`${part} * ${part} / 1000000 * ${part} / 1000000 * ${rows} / 1000000`)
    const at = instant(`${Date.UTC(2025, 0, 1) / 1000} + i * 61`)
    const number = `'+861' || (3000000000 + i)`
    await fill({
      table: 'contacts',
      count: rows,
      columns: { name: `'Contact ' || i`, name_search: `'contact ' || i`, phone: number, lifecycle: `'prospect'` },
    })
    await fill({
      table: 'contact_points',
      count: rows,
      columns: {
        ...{ contact_id: id('i'), kind: `'phone'`, value: number, normal: number, e164: number },
        ...{ normal_search: number, primary: 'true' },
      },
    })
    await fill({
      table: 'activities',
      count: half,
      columns: { kind: `'call'`, at, created_at: at, contact_id: whose },
    })
    await fill({
      table: 'orders',
      count: half,
      columns: { placed_at: at, created_at: at, contact_id: whose, currency: `'CNY'`, total: 'i', refunded: '0' },
    })
    await fill({
      table: 'tickets',
      count: half,
      columns: {
        ...{ subject: `'Ticket ' || i`, subject_search: `'ticket ' || i`, number: 'i + 1', contact_id: whose },
        ...{ created_at: at, stage_since: at, pipeline: `'tickets'`, reopened: '0' },
        stage: `case when i % 10 = 0 then 'open' else 'solved' end`,
        ...{ type: `'question'`, priority: `'normal'`, channel: `'phone'`, participants: `'[]'` },
      },
    })
  },
}

/** T28 at size: the person who calls, what is open, and the last five tickets, orders and activities. */
export const pop: Reading = {
  work: 'pop',
  title: 'a screen-pop',
  ground: callers,
  questions({ crm, hand }) {
    const desk = asking.get(crm)
    if (desk === undefined) throw new TypeError('the ground has not made it')
    return [
      {
        part: 'a caller of thousands, with all that is his',
        times: 100,
        async guanxi(i) {
          const { matches } = await desk.inbound.pop({ number: numberOf(i) })
          return matches.map((match) => [
            idsOf(match.openTickets),
            idsOf(match.recentTickets),
            idsOf(match.recentOrders),
            idsOf(match.recentActivities),
          ])
        },
        raw: (i) => byHand(hand, numberOf(i)),
      },
    ]
  },
}

// The first contacts are the busiest. A stride keeps neighbours apart.
const numberOf = (i: number) => `+861${3_000_000_000 + ((i * 7919) % 5000)}`
const idsOf = (rows: Rows | readonly Found[]) => rows.map(({ id }) => String(id))

async function byHand(hand: Place['hand'], number: string): Promise<unknown> {
  const [found = []] = await hand.ask({
    sql: `select c.* from crm_contact_points as p join crm_contacts as c on c.tenant = p.tenant and c.id = p.contact_id
      where p.tenant = 'default' and p.kind = 'phone' and p.normal = $1 and p.deleted_at is null and c.deleted_at is null
      order by c.updated_at desc, c.id desc limit ${shown}`,
    values: [number],
  })
  const all = found.map(async ({ id }) => {
    const newest = (table: string, at: string): Asked => ({
      sql: `select * from crm_${table} where tenant = 'default' and contact_id = $1 and deleted_at is null
        order by ${at} desc, id desc limit ${shown}`,
      values: [id],
    })
    const open: Asked = {
      sql: `select * from crm_tickets where tenant = 'default' and contact_id = $1 and deleted_at is null
        and stage in ('new', 'open', 'pending', 'hold') order by created_at, id limit 100`,
      values: [id],
    }
    const calls: Asked = {
      sql: `select * from crm_calls where tenant = 'default' and number = $1 and deleted_at is null
        order by at desc, id desc limit ${shown}`,
      values: [number],
    }
    const rows = await hand.ask(
      open,
      newest('tickets', 'created_at'),
      newest('orders', 'placed_at'),
      newest('activities', 'at'),
      calls,
    )
    return rows.slice(0, 4).map(idsOf)
  })
  return Promise.all(all)
}
