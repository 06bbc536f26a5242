import assert from 'node:assert/strict'
import { isCrmError } from '@guanxi/core'
import type { Lease } from '@guanxi/core/storage'
import type { QueueModel } from './model.ts'
import { failure, type QueueWorker } from './worker.ts'

/**
 * What came of an act, to be told to the model when all acts of a round are over: what ended first, then what was taken,
 * then who was refused.
 */
export interface Told {
  readonly phase: 0 | 1 | 2
  tell(): void
}

/** What a worker does, and what the model is told of it. */
export interface Scene {
  readonly model: QueueModel
  readonly worker: QueueWorker
  readonly round: number
  readonly now: number
  /** What the worker believes that he has. */
  readonly leases: Lease[]
}

export async function claims(
  { model, worker, round, now, leases }: Scene,
  owner: string,
  alone: boolean,
): Promise<Told> {
  const limit = 3
  const lists = await worker.claim(owner, limit)
  leases.push(...lists.flat())
  return {
    phase: 1,
    tell() {
      model.claimed(lists, round, now)
      if (alone && lists.length < limit) assert.deepEqual(model.able(now), [], 'what could be taken was not')
    },
  }
}

export async function finishes({ model, worker }: Scene, lease: Lease): Promise<Told> {
  const done = await isHis(() => worker.finish(lease))
  return done ? { phase: 0, tell: () => model.finished(lease) } : refused(model, lease)
}

/** Begins what a job is, and is stopped before the end. */
export async function undoes({ model, worker }: Scene, lease: Lease): Promise<Told> {
  const tx = await worker.storage.begin()
  const held = await isHis(async () => {
    await worker.queue.hold(tx, lease)
    await tx.write([worker.effectOf(lease.job.id, lease.job.tenant)])
    await tx.write(await worker.queue.done(tx, lease))
  })
  await tx.rollback()
  return held
    ? { phase: 0, tell: () => assert(model.isCurrent(lease), 'a stale lease was held') }
    : refused(model, lease)
}

export async function extends_({ model, worker, now }: Scene, lease: Lease): Promise<Told> {
  const extended = await worker.queue.extend(lease)
  return extended ? { phase: 0, tell: () => model.heard(lease, now) } : refused(model, lease)
}

/** Alone in its round: who is no longer the holder changes nothing. */
export async function fails({ model, worker, now }: Scene, lease: Lease, again: string | null): Promise<Told> {
  await worker.queue.fail(lease, failure, again)
  const tell = () => {
    if (model.isCurrent(lease)) model.leaves(lease.job.id, again === null ? 'dead' : 'waits', again ?? now)
  }
  return { phase: 0, tell }
}

export async function releases({ model, worker }: Scene, lease: Lease): Promise<Told> {
  await worker.queue.release([lease])
  const tell = () => {
    if (model.isCurrent(lease)) model.leaves(lease.job.id, 'waits', lease.job.dueAt)
  }
  return { phase: 0, tell }
}

export async function cancels({ model, worker }: Scene, id: string): Promise<Told> {
  const count = await worker.within((tx) => worker.queue.cancel(tx, [id]))
  const tell = () => {
    const { state } = model.of(id)
    if (state !== 'taken') assert.equal(count, state === 'waits' ? 1 : 0, `${id} is ${state}`)
    if (count === 1) model.leaves(id, 'gone', 0)
  }
  return { phase: 0, tell }
}

export async function revives({ model, worker, now }: Scene, id: string, tenant: string): Promise<Told> {
  const count = await worker.within((tx) => worker.queue.revive(tx, tenant, [id]))
  const tell = () => {
    assert.equal(count, model.of(id).state === 'dead' ? 1 : 0, id)
    if (count === 1) model.leaves(id, 'waits', now)
  }
  return { phase: 0, tell }
}

const refused = (model: QueueModel, lease: Lease): Told => ({
  phase: 2,
  tell: () => assert(!model.isCurrent(lease), `${lease.job.id} was refused to its holder`),
})

async function isHis(run: () => Promise<unknown>): Promise<boolean> {
  try {
    return (await run()) !== false
  } catch (error) {
    if (isCrmError(error, 'STALE_LEASE')) return false
    throw error
  }
}
