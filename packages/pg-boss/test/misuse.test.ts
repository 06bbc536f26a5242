import { createCrm, type StorageAdapter } from '@guanxi/core'
import { type PgBossQueueOptions, pgBossQueue } from '@guanxi/pg-boss'
import { postgres } from '@guanxi/postgres'
import { migrated, testClock } from '@guanxi/testkit'
import { PgBoss } from 'pg-boss'
import { afterEach, describe, expect, inject, test } from 'vitest'
import { database } from './database.ts'

const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

async function fresh() {
  const made = await database()
  undo.push(() => made.fresh.close())
  return made
}

function crmOn(storage: StorageAdapter, options: PgBossQueueOptions) {
  const queue = pgBossQueue(options)
  undo.push(async () => queue.close?.())
  const crm = createCrm({ storage, queue, clock: testClock('2026-03-16T01:00:00Z') })
  return { crm, queue }
}

describe('what the queue of pg-boss refuses', () => {
  test('a storage that is not Postgres', async () => {
    const storage = await migrated()
    undo.push(() => storage.close())
    expect(() => createCrm({ storage, queue: pgBossQueue({ connectionString: inject('postgresUrl') }) })).toThrow(
      expect.objectContaining({ code: 'STORAGE_CAPABILITY_MISSING' }),
    )
  })

  test('a transaction of another database, though pg-boss is there too', async () => {
    const [mine, other] = [await fresh(), await fresh()]
    const { queue } = crmOn(mine.fresh.storage, { connectionString: other.url })
    for (const { url } of [mine, other]) {
      const { crm } = crmOn(postgres(url), { connectionString: url })
      expect(await crm.tick()).toMatchObject({ done: 0, dead: 0 })
      await crm.close()
    }
    const tx = await mine.fresh.storage.begin()
    const refusal = await queue.cancel(tx, ['a']).catch((error: unknown) => error)
    await tx.rollback()
    expect(refusal).toMatchObject({ code: 'STORAGE_CAPABILITY_MISSING' })
  })

  test('a schema that would have to be quoted, and a cursor that is none', async () => {
    const { url, fresh: of } = await fresh()
    expect(() => pgBossQueue({ connectionString: url, schema: 'a"b' })).toThrow(
      expect.objectContaining({ code: 'INVALID' }),
    )
    const { queue } = crmOn(of.storage, { connectionString: url })
    for (const after of ['x', '[]', '["x","y"]'])
      await expect(queue.dead(of.storage.session, 't', { limit: 1, after })).rejects.toMatchObject({ code: 'INVALID' })
  })

  test('a server that is not there, until it is', async () => {
    const { fresh: of } = await fresh()
    const { queue } = crmOn(of.storage, { connectionString: 'postgres://127.0.0.1:1/none' })
    await expect(queue.claim({ owners: ['a'], limit: 1 })).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
  })
})

test('a boss of the host is used as it is, in its own schema, and left running', async () => {
  const { url, fresh: of } = await fresh()
  const boss = new PgBoss({ connectionString: url, schema: 'jobs', supervise: false, schedule: false })
  await boss.start()
  undo.push(() => boss.stop({ graceful: false, close: true }))
  const { crm } = crmOn(of.storage, { boss, schema: 'jobs', queue: 'crm' })
  expect(await crm.tick()).toMatchObject({ done: 0, dead: 0 })
  expect(await boss.getQueue('crm')).toMatchObject({ policy: 'standard', deleteAfterSeconds: 0, partition: true })
  await crm.close()
  expect(await boss.getQueues()).toHaveLength(1)
})

test('what pg-boss looks after leaves our jobs alone, and it finds nothing amiss in its schema', async () => {
  const { url, fresh: of } = await fresh()
  const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false })
  await boss.start()
  undo.push(() => boss.stop({ graceful: false, close: true }))
  const { queue } = crmOn(of.storage, { boss })
  const long = {
    ifTaken: 'keep',
    tenant: 't',
    owner: 'o',
    kind: 'call',
    name: 'x',
    entity: null,
    recordId: null,
  } as const
  const rest = { input: {}, lane: null, place: 0, attempts: 1, cause: null, depth: 0, priority: 'normal' } as const
  const tx = await of.storage.begin()
  const at = (id: string, dueAt: string) => ({ id, dueAt, ...long, ...rest })
  await queue.enqueue(tx, [at('dead', '2000-01-01T00:00:00.000Z'), at('late', '2026-03-16T01:00:01.000Z')])
  await tx.commit()
  const [[lease] = []] = await queue.claim({ owners: ['o'], limit: 1 })
  if (lease !== undefined) await queue.fail(lease, { code: 'X', message: 'x' }, null)
  await boss.supervise()
  const { items } = await queue.dead(of.storage.session, 't', { limit: 5, after: null })
  expect(items.map(({ id }) => id)).toEqual(['dead'])
  expect(await queue.next({ owners: ['o'], limit: 1 })).toBe('2026-03-16T01:00:01.000Z')
})
