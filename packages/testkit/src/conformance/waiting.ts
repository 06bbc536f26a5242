import assert from 'node:assert/strict'
import { isCrmError, type StorageAdapter } from '@guanxi/core'
import { type StorageEnvironment, sleep } from '@guanxi/core/storage'
import type { ConformanceCase } from './case.ts'
import { isWaiting, type Kit, refuses } from './kit.ts'

const start = Date.parse('2026-01-01T00:00:00.000Z')
const anHour = 3_600_000

/** Time that passes only for who waits. `during` runs in each wait. */
function simulated(during: () => Promise<void> = async () => {}): StorageEnvironment & { readonly waited: number } {
  let waited = 0
  return {
    get waited() {
      return waited
    },
    now: () => start + waited,
    async sleep(ms) {
      waited += ms
      assert.ok(waited < anHour, 'it waits for ever')
      await during()
    },
  }
}

/** Another storage on the same database, where one that writes keeps all others waiting. */
function waiter(kit: Kit, environment: StorageEnvironment): StorageAdapter | undefined {
  if (kit.storage.capabilities.concurrentWriters) return undefined
  const another = kit.fresh.another?.()
  another?.open(kit.schema, environment)
  return another
}

/** Somebody who writes while `run` does. */
async function whileWriting(kit: Kit, run: (commit: () => Promise<void>) => Promise<void>): Promise<void> {
  const holder = await kit.storage.begin()
  await holder.write([kit.insertOf('thing', [{ id: 'held' }])])
  let ended = false
  const commit = async () => {
    if (ended) return
    ended = true
    await holder.commit()
  }
  try {
    await run(commit)
  } finally {
    if (!ended) await holder.rollback()
  }
}

/** Fails where who does not want to wait waits; `end` is what he would wait for. */
async function isBusyAtOnce(storage: StorageAdapter, end: () => Promise<void>) {
  const begun = storage.begin({ wait: false })
  if (await isWaiting(begun)) {
    await end()
    await (await begun).rollback()
    assert.fail('it waits')
  }
  await refuses('STORAGE_BUSY', () => begun)
}

/** Who waits is given up, waits by the clock that he is given, and keeps nothing. */
export const waitingCases: readonly ConformanceCase[] = [
  {
    name: 'who waits for his turn can be given up, and those behind him come through',
    async run(kit) {
      if (kit.storage.capabilities.concurrentWriters) return
      const first = await kit.storage.begin()
      const abort = new AbortController()
      const reason = new Error('given up')
      const second = kit.storage.begin({ signal: abort.signal }).then(
        (transaction) => transaction.rollback(),
        (error: unknown) => error,
      )
      const third = kit.storage.begin()
      abort.abort(reason)
      const waits = await isWaiting(second)
      await first.rollback()
      await (await third).rollback()
      assert.equal(waits, false)
      const given = await second
      assert.ok(isCrmError(given, 'ABORTED'))
      assert.equal(given.cause, reason)
    },
  },
  {
    name: 'who does not want to wait is told STORAGE_BUSY, keeps nothing, and begins where he need not',
    async run(kit) {
      const first = await kit.storage.begin({ wait: false })
      if (kit.storage.capabilities.concurrentWriters) await (await kit.storage.begin({ wait: false })).rollback()
      else await isBusyAtOnce(kit.storage, () => first.rollback())
      await first.rollback()
      await whileWriting(kit, async (commit) => {
        const clock = simulated()
        const another = waiter(kit, clock)
        if (another === undefined) return
        await isBusyAtOnce(another, commit)
        assert.equal(clock.waited, 0)
        await commit()
        await (await another.begin({ wait: false })).rollback()
        await another.close()
      })
    },
  },
  {
    name: 'another process that writes is waited for, by the sleep that the storage is given',
    async run(kit) {
      await whileWriting(kit, async (commit) => {
        const clock = simulated(async () => {
          if (clock.waited > 20) await commit()
        })
        const another = waiter(kit, clock)
        if (another === undefined) return
        const transaction = await another.begin()
        assert.equal(await kit.seen(transaction, 'thing'), 'held')
        await transaction.rollback()
        await another.close()
      })
    },
  },
  {
    name: 'another process that writes on and on is STORAGE_BUSY, and who has waited keeps nothing',
    async run(kit) {
      await whileWriting(kit, async (commit) => {
        const clock = simulated()
        const another = waiter(kit, clock)
        if (another === undefined) return
        await refuses('STORAGE_BUSY', () => another.begin())
        assert.ok(clock.waited > 0)
        await commit()
        const next = another.begin()
        assert.equal(await isWaiting(next), false)
        await (await next).rollback()
        await another.close()
      })
    },
  },
  {
    name: 'who waits for another process can be given up, and keeps nothing',
    async run(kit) {
      await whileWriting(kit, async (commit) => {
        const abort = new AbortController()
        const reason = new Error('given up')
        const another = waiter(
          kit,
          simulated(async () => abort.abort(reason)),
        )
        if (another === undefined) return
        assert.equal((await refuses('ABORTED', () => another.begin({ signal: abort.signal }))).cause, reason)
        await commit()
        await (await another.begin()).rollback()
        await another.close()
      })
    },
  },
  {
    name: 'close waits for a transaction that has begun, and a second one does nothing',
    async run(kit) {
      const another = kit.fresh.another?.()
      if (another === undefined) return
      another.open(kit.schema, { now: () => start, sleep })
      const transaction = await another.begin()
      await transaction.write([kit.insertOf('thing', [{ id: 'a' }])])
      const closing = another.close()
      assert.equal(await isWaiting(closing), true)
      await transaction.commit([kit.insertOf('thing', [{ id: 'b' }])])
      await closing
      await another.close()
      assert.equal(await kit.ids('thing', {}), 'a b')
    },
  },
]
