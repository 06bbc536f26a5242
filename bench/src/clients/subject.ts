import { createCrm, type StorageAdapter } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import { open as rawPostgres } from '../raw/postgres.ts'
import { open as rawSqlite } from '../raw/sqlite.ts'
import { postgresHand, sqliteHand } from '../reads/hand.ts'
import { type ContactInput, me, type stages } from '../sample.ts'
import type { OurName, StorageName } from '../subject.ts'

/** What clients ask for: all of it for one user, whose own the records are. */
export interface Served {
  create(input: ContactInput): unknown
  move(id: string, to: string): unknown
  /** The ids of his newest contacts. */
  list(): Promise<readonly unknown[]>
  close(): Promise<void>
}

/** How many connections a process has, whoever opened them: as many as pg's pool opens unless told. */
const connections = 10
const limit = 20

const newest = `select id, created_at, updated_at, version, deleted_at, name, external_id, company_id, owner_id, title, phone, email,
    birthday, address, city, region, country, lifecycle from crm_contacts
  where tenant = 'default' and owner_id = $1 and deleted_at is null`
const lists: Readonly<Record<StorageName, string>> = {
  sqlite: `${newest} order by created_at desc, id desc limit ${limit + 1}`,
  postgres: `${newest} order by created_at desc nulls last, id desc limit ${limit + 1}`,
}

/** One who serves all clients of a process. */
export async function served(subject: OurName, storage: StorageName, target: string): Promise<Served> {
  if (subject === 'guanxi') return byGuanxi(storage === 'sqlite' ? sqlite(target) : postgres(target))
  return storage === 'sqlite' ? byHandOnSqlite(target) : byHandOnPostgres(target)
}

function byGuanxi(storage: StorageAdapter): Served {
  const crm = createCrm({ storage })
  const { contacts, deals } = crm.as(me)
  return {
    create: (input) => contacts.create(input),
    move: (id, to) => deals.move(id, { to: to as (typeof stages)[number] }),
    list: async () => (await contacts.list({ orderBy: { createdAt: 'desc' }, limit })).items.map(({ id }) => id),
    close: () => crm.close(),
  }
}

async function byHandOnSqlite(file: string): Promise<Served> {
  const [writer, reader] = [await rawSqlite(file), sqliteHand(file)]
  return {
    create: (input) => writer.create(input),
    move: (id, to) => writer.move(id, to),
    list: async () => idsOf(await reader.ask({ sql: lists.sqlite, values: [me.user] })),
    async close() {
      await writer.close()
      await reader.close()
    },
  }
}

/** A pool: a connection is one client's at a time, for what is in a transaction must not mix. */
async function byHandOnPostgres(url: string): Promise<Served> {
  const make = async () => ({ subject: await rawPostgres(url), hand: await postgresHand(url) })
  const all = await Promise.all(Array.from({ length: connections }, make))
  type Connection = (typeof all)[number]
  const idle = [...all]
  const waiting: ((connection: Connection) => void)[] = []
  const using = async <T>(use: (connection: Connection) => T | Promise<T>): Promise<T> => {
    const connection = idle.pop() ?? (await new Promise<Connection>((resolve) => waiting.push(resolve)))
    try {
      return await use(connection)
    } finally {
      const next = waiting.shift()
      if (next === undefined) idle.push(connection)
      else next(connection)
    }
  }
  return {
    create: (input) => using(({ subject }) => subject.create(input)),
    move: (id, to) => using(({ subject }) => subject.move(id, to)),
    list: () => using(async ({ hand }) => idsOf(await hand.ask({ sql: lists.postgres, values: [me.user] }))),
    async close() {
      for (const { subject, hand } of all) {
        await subject.close()
        await hand.close()
      }
    },
  }
}

const idsOf = ([rows = []]: readonly (readonly { readonly id?: unknown }[])[]): readonly unknown[] =>
  rows.slice(0, limit).map(({ id }) => id)
