import { createCrm } from '@guanxi/core'
import type { StorageAdapter } from '@guanxi/core/storage'
import { tickets } from '@guanxi/tickets'
import type { Ground, Reading } from './reading.ts'

const references = 9

const deskOn = (storage: StorageAdapter) => createCrm({ storage, plugins: [tickets()] })

/** The one that asks: of its types a ground knows the core's. */
let desk: ReturnType<typeof deskOn> | undefined

/** Mails of tickets, ten of each. */
const mails: Ground = {
  rows: 2_000_000,
  crm(storage) {
    const crm = deskOn(storage)
    desk = crm
    return crm
  },
  async fill({ fill, spelling: { id, instant } }, rows) {
    const at = instant(`${Date.UTC(2025, 0, 1) / 1000} + i`)
    await fill({
      table: 'ticket_messages',
      count: rows,
      columns: {
        created_at: at,
        at,
        ticket_id: id('i / 10'),
        kind: "'message'",
        direction: "'in'",
        automatic: 'false',
        body: `'${'x'.repeat(200)}'`,
        message_id: `'<' || i || '@example.com>'`,
        files: "'[]'",
      },
    })
  },
}

/** By which ticket a mail is answered: the newest of the mails that it refers to. */
export const threading: Reading = {
  work: 'threading',
  title: 'the thread of a mail',
  ground: mails,
  questions({ hand, rows }) {
    const crm = desk
    if (crm === undefined) throw new TypeError('nothing was filled')
    const { ticketMessages } = crm.asSystem({ reason: 'bench' })
    /** Most of them are somebody else's. */
    const named = (i: number) =>
      Array.from({ length: references }, (_, n) =>
        n === 4 ? `<${(i * 7919) % rows}@example.com>` : `<${i}-${n}@elsewhere.example>`,
      )
    const places = Array.from({ length: references }, (_, n) => `$${n + 1}`).join()
    const sql = `select * from crm_ticket_messages where tenant = 'default' and message_id in (${places}) and deleted_at is null
      order by message_id, id limit 200`
    return [
      {
        part: `${references} references`,
        times: 200,
        raw: async (i) => (await hand.ask({ sql, values: named(i) }))[0]?.map(({ id }) => id),
        guanxi: async (i) => {
          const where = { messageId: { in: named(i) } }
          const { items } = await ticketMessages.list({ where, orderBy: { messageId: 'asc' }, limit: 200 })
          return items.map(({ id }) => id)
        },
      },
    ]
  },
}
