import Database from 'better-sqlite3'
import pg from 'pg'
import type { StorageName } from '../subject.ts'

/** Routes by hand: the decision alone, without history, facts or clocks. */
export interface Clerk {
  route(ticketId: string): Promise<unknown>
  solve(ticketId: string): Promise<unknown>
  close(): Promise<void>
}

const own = "tenant = 'default'"
const ticket = `select id, owner_id, stage from crm_tickets where ${own} and id = $1`
const idlest = `select id, user_id from crm_agent_states where ${own} and takes
  order by used, turn, id limit 1`
const give = `update crm_tickets set owner_id = $1, stage = 'open', version = version + 1 where ${own} and id = $2`
const more = `update crm_agent_states set used = used + 1, "over" = "over" + 1,
  turn = (select coalesce(max(turn), 0) + 1 from crm_agent_states where ${own}) where ${own} and id = $1`
const solve = `update crm_tickets set stage = 'solved', version = version + 1 where ${own} and id = $1`
const less = `update crm_agent_states set used = used - 1, "over" = "over" - 1 where ${own} and user_id = $1`
const next = `select w.ticket_id from crm_ticket_waits w join crm_queues q on q.tenant = w.tenant and q.id = w.queue_id
  where w.tenant = 'default' and w.state = 'waiting' and q.name = 'Parcels' order by w.rank, w.since, w.number limit 1`

/** What a clerk asks, whichever the database. */
type Ask = (sql: string, ...values: readonly unknown[]) => Promise<readonly Readonly<Record<string, unknown>>[]>

const clerkOf = (ask: Ask, lock: string, begin: string, close: () => Promise<void>): Clerk => ({
  async route(id) {
    await ask(begin)
    await ask(ticket + lock, id)
    const [agent] = await ask(idlest + lock)
    await ask(give, agent?.user_id, id)
    await ask(more, agent?.id)
    await ask('commit')
  },
  async solve(id) {
    await ask(begin)
    const [found] = await ask(ticket + lock, id)
    await ask(solve, id)
    await ask(less, found?.owner_id)
    await ask(next)
    await ask('commit')
  },
  close,
})

export const clerks: Readonly<Record<StorageName, (target: string) => Promise<Clerk>>> = {
  async sqlite(file) {
    const database = new Database(file)
    database.pragma('synchronous = normal')
    const prepared = new Map<string, Database.Statement<unknown[], Record<string, unknown>>>()
    const ask: Ask = async (sql, ...values) => {
      const statement =
        prepared.get(sql) ?? database.prepare<unknown[], Record<string, unknown>>(sql.replaceAll(/\$\d/g, '?'))
      prepared.set(sql, statement)
      if (statement.reader) return statement.all(...values)
      statement.run(...values)
      return []
    }
    return clerkOf(ask, '', 'begin immediate', async () => void database.close())
  },
  async postgres(url) {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const names = new Map<string, string>()
    const ask: Ask = async (text, ...values) => {
      const name = names.get(text) ?? `s${names.size}`
      names.set(text, name)
      return (await client.query<Record<string, unknown>>({ name, text, values: [...values] })).rows
    }
    return clerkOf(ask, ' for update', 'begin', () => client.end())
  },
}
