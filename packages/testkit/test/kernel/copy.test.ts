import { createCrm, definePlugin } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { testClock, testIds } from '@guanxi/testkit'
import pg from 'pg'
import { expect, test } from 'vitest'
import { coreDatabase } from '../databases.ts'
import { rowsOf } from '../rows-of.ts'
import { servers } from '../storages.ts'

const admin = { user: 'u_adm', roles: ['admin'] }
const contacts = Array.from({ length: 1200 }, (_, n) => ({
  name: `张伟 ${n}\t\\N\n\\.`,
  email: `c${n}@example.com`,
  externalId: `e${n}`,
  birthday: '1990-02-28',
  address: n % 2 === 0 ? 'C:\\new\\table' : null,
}))
const cities = definePlugin({
  id: 'cities',
  version: '1',
  hooks: {
    contact: {
      beforeWrite(changes) {
        for (const { set } of changes) set({ city: '上海' })
      },
    },
  },
})
const written = ['contact', 'contactPoint', 'audit', 'outbox', 'idempotency']

test.runIf(servers)('an import by COPY leaves what an import by INSERT leaves, in every table', async () => {
  const imported = async (copy: boolean) => {
    const database = await coreDatabase()
    const pool = new pg.Pool({ connectionString: database.url })
    let copied = 0
    pool.on('connect', (client) => {
      const { connection } = client as unknown as { connection: pg.Connection }
      connection.on('copyInResponse', () => copied++)
    })
    const storage = postgres(pool, { copy })
    const crm = createCrm({ storage, clock: testClock('2026-03-16T01:00:00Z'), ids: testIds(), plugins: [cities] })
    await crm.migrate()
    const me = crm.as(admin)
    const heard: unknown[] = []
    crm.on('contact.created', ({ data }) => void heard.push(data))
    const made = await me.contacts.createMany(contacts, { idempotencyKey: 'k' })
    // Past the first thousand, which stays.
    const clash = Array.from({ length: 1600 }, (_, n) => ({ name: 'x', externalId: `f${n % 1500}` }))
    const refused = await me.contacts.createMany(clash).catch((error) => error.toJSON())
    const rows = Object.fromEntries(await Promise.all(written.map(async (name) => [name, await rowsOf(storage, name)])))
    await crm.close()
    await pool.end()
    await database.drop()
    return { copied, left: { made, refused, heard, rows } }
  }
  const [own, other] = [await imported(true), await imported(false)]
  // Contacts, points, audit rows and facts of two thousands; of the others, who have no points, three and one.
  expect([own.copied, other.copied]).toEqual([12, 0])
  expect(own.left.rows.contact).toHaveLength(2200)
  expect(own.left).toEqual(other.left)
})
