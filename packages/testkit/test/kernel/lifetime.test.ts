import { createCrm, definePlugin, type PluginTypes } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { testCrm } from '@guanxi/testkit'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { createDatabase } from '../../../../scripts/postgres.ts'
import { codeOf, onBoth } from '../both.ts'
import { rowsOf } from '../rows-of.ts'
import { onBothTwice } from '../twice.ts'

const admin = { user: 'u_adm', roles: ['admin'] }

/** A plugin whose hook runs something after each write of a company. */
const hooking = (afterWrite: (crm: { companies: { create(input: object): Promise<unknown> } }) => Promise<void>) =>
  definePlugin<PluginTypes>({
    id: 'hooking',
    version: '1',
    hooks: { company: { afterWrite: (_, { crm }) => afterWrite(crm as never) } },
  })

onBoth((make) => {
  test('a call that the callback does not await is done before the commit, whole', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const me = crm.as(admin)
    for (let turns = 0; turns < 40; turns++) {
      await me.transaction(async (tx) => {
        void tx.members.create({ userId: `m${turns}`, name: 'm' })
        for (let turn = 0; turn < turns; turn++) await null
      })
    }
    const count = async (entity: string) => (await rowsOf(storage, entity)).length
    expect([await count('member'), await count('memberReach'), await count('audit'), await count('outbox')]).toEqual([
      40, 40, 40, 40,
    ])
  })

  test('a callback that fails leaves nothing of calls that have not ended', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const failed = crm.as(admin).transaction(async (tx) => {
      const calls = ['a', 'b', 'c'].map((name) => tx.companies.create({ name }))
      for (const call of calls) call.catch(() => undefined)
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect([...(await rowsOf(storage, 'company')), ...(await rowsOf(storage, 'audit'))]).toEqual([])
  })

  test('facts of a transaction inside that was undone are not told', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const told: string[] = []
    crm.on('company.created', ({ data }) => told.push(data.name))
    await crm.as(admin).transaction(async (tx) => {
      const undone = tx.transaction(async (deeper) => {
        await deeper.companies.create({ name: 'ghost' })
        throw new Error('undo')
      })
      await expect(undone).rejects.toThrow('undo')
      await tx.transaction((deeper) => deeper.companies.create({ name: 'real' }))
    })
    expect(told).toEqual(['real'])
  })

  test('the outer façade in a hook is refused: it would wait for the transaction that waits for it', async () => {
    let outer: (() => Promise<unknown>) | undefined
    const plugin = hooking(async () => void (await outer?.()))
    const { crm } = await testCrm({ storage: await make(), plugins: [plugin] })
    const me = crm.as(admin)
    for (const call of [() => me.companies.count(), () => me.companies.create({ name: 'y' })]) {
      outer = call
      expect(await codeOf(() => me.companies.create({ name: 'x' }))).toBe('TRANSACTION_MISUSE')
    }
    outer = undefined
    expect(await me.companies.count()).toBe(0)
  })

  test('nothing is kept after the host ended our transaction on its own handle', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const failed = me.transaction(async (tx, native) => {
      await tx.companies.create({ name: 'before' })
      const handle = native as { exec?(sql: string): void; query(sql: string): Promise<unknown> }
      if (handle.exec !== undefined) handle.exec('rollback')
      else await handle.query('rollback')
      await tx.companies.create({ name: 'after' }).catch(() => undefined)
    })
    expect(await codeOf(() => failed)).toBe('TRANSACTION_CLOSED')
    expect(await me.companies.count()).toBe(0)
    await me.companies.create({ name: 'next' })
  })

  test('hooks that call each other without end are cut', async () => {
    const plugin = hooking(async (crm) => void (await crm.companies.create({ name: 'again' })))
    const { crm } = await testCrm({ storage: await make(), plugins: [plugin] })
    const me = crm.as(admin)
    expect(await codeOf(() => me.companies.create({ name: 'x' }))).toBe('LOOP_CUT')
    expect(await me.companies.count()).toBe(0)
  })

  test('a signal is heard while waiting for others', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const me = crm.as(admin)
    if (storage.capabilities.concurrentWriters) return
    const waiting = new AbortController()
    let release = () => {}
    const end = new Promise<void>((resolve) => {
      release = resolve
    })
    let holding: Promise<void> | undefined
    await new Promise<void>((begun) => {
      holding = me.transaction(() => {
        begun()
        return end
      })
    })
    const call = codeOf(() => me.companies.create({ name: 'x' }, { signal: waiting.signal }))
    setTimeout(() => waiting.abort(), 1)
    expect(await call).toBe('ABORTED')
    release()
    await holding
  })

  test('a listener that rejects is logged and disturbs nobody', async () => {
    const problems: string[] = []
    const logger = { warn: () => undefined, error: (message: string) => void problems.push(message) }
    const { crm } = await testCrm({ storage: await make(), logger })
    crm.on('company.created', async () => {
      throw new Error('later')
    })
    await crm.as(admin).companies.create({ name: 'x' })
    await new Promise((resolve) => setTimeout(resolve, 1))
    expect(problems).toEqual(['a listener failed'])
  })

  test('close lets those finish who are under way, and refuses the rest', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const calls = Array.from({ length: 60 }, (_, n) => me.companies.create({ name: `c${n}` }).then(() => 'done'))
    const closing = crm.close()
    const ends = await Promise.all(calls.map((call) => call.catch((error: { code: string }) => error.code)))
    await closing
    expect(ends.filter((end) => end !== 'done' && end !== 'CLOSED')).toEqual([])
  })
})

test('the first call inside a host’s transaction takes no second connection', async () => {
  const database = await createDatabase(inject('postgresUrl'))
  const own = createCrm({ storage: postgres(database.url) })
  await own.migrate()
  await own.close()
  const pool = new pg.Pool({ connectionString: database.url, max: 1 })
  // Dropping the database may be faster than the goodbye of a connection.
  pool.on('error', () => undefined)
  const crm = createCrm({ storage: postgres(pool) })
  const client = await pool.connect()
  await client.query('begin')
  expect(await crm.as(admin).withTransaction(client).companies.count()).toBe(0)
  await crm.as(admin).withTransaction(client).companies.create({ name: 'x' })
  await client.query('commit')
  client.release()
  expect(await crm.as(admin).companies.count()).toBe(1)
  await crm.close()
  await pool.end()
  await database.drop()
})

test('the tree of members is not changed in a transaction that cannot see what others did', async () => {
  const database = await createDatabase(inject('postgresUrl'))
  const crm = createCrm({ storage: postgres(database.url) })
  await crm.migrate()
  const me = crm.as(admin)
  const above = await me.members.create({ userId: 'above', name: 'x' })
  const below = await me.members.create({ userId: 'below', name: 'x' })
  const client = new pg.Client(database.url)
  client.on('error', () => undefined)
  await client.connect()
  await client.query('begin isolation level repeatable read')
  const joined = me.withTransaction(client)
  const move = () => joined.members.update(below.id, { managerId: above.id })
  expect(await codeOf(move)).toBe('STORAGE_CAPABILITY_MISSING')
  await joined.members.update(below.id, { title: 'x' })
  await client.query('select 1 / 0').catch(() => undefined)
  expect(await codeOf(move)).toBe('TRANSACTION_CLOSED')
  await client.end()
  await crm.close()
  await database.drop()
})

onBothTwice((make) => {
  test('another façade on a handle of the host, inside of its own transaction, is refused: neither would ever end', async () => {
    const { one, host } = await make()
    const { crm } = await testCrm({ storage: one })
    const me = crm.as(admin)
    const { handle, begin, commit } = await host()
    await begin()
    await me.withTransaction(handle).transaction(async (tx) => {
      const again = crm.as({ user: 'u_b', roles: ['admin'] }).withTransaction(handle)
      expect(await codeOf(() => again.companies.create({ name: 'x' }))).toBe('TRANSACTION_MISUSE')
      expect(await codeOf(() => again.transaction(async () => 1))).toBe('TRANSACTION_MISUSE')
      await tx.companies.create({ name: 'y' })
    })
    await me.withTransaction(handle).companies.create({ name: 'z' })
    await commit()
    expect((await me.companies.list({ orderBy: { name: 'asc' } })).items.map(({ name }) => name)).toEqual(['y', 'z'])
  })
})
