import assert from 'node:assert/strict'
import type { Job, Lease } from '@guanxi/core/storage'

type State = 'waits' | 'taken' | 'done' | 'dead' | 'gone'

interface Known {
  readonly job: Job
  /** The round that it was put in. */
  readonly since: number
  state: State
  /** Since when it can be taken, in epoch milliseconds. */
  dueAt: number
  /** The fence of who has it, and when he was last heard of. */
  fence: number | undefined
  heard: number
}

/** What a queue must have done, by what its workers were told. */
export class QueueModel {
  readonly #jobs = new Map<string, Known>()
  readonly #lease: number

  constructor(lease: number) {
    this.#lease = lease
  }

  put(job: Job, since: number): void {
    const dueAt = Date.parse(job.dueAt)
    this.#jobs.set(job.id, { job, since, state: 'waits', dueAt, fence: undefined, heard: 0 })
  }

  of(id: string): Known {
    const known = this.#jobs.get(id)
    assert(known !== undefined, `${id} was never put in`)
    return known
  }

  get ids(): readonly string[] {
    return [...this.#jobs.keys()]
  }

  in(...states: readonly State[]): readonly string[] {
    return this.#all(({ state }) => states.includes(state)).map(({ job }) => job.id)
  }

  /** Whether it is this lease by which a job is somebody's. */
  isCurrent({ job, fence }: Lease): boolean {
    const known = this.of(job.id)
    return known.state === 'taken' && known.fence === fence
  }

  /** What waits, is due, and has nobody before it in its lane. */
  able(now: number): readonly string[] {
    return this.#all(({ state, dueAt }) => state === 'waits' && dueAt <= now)
      .filter((known) => known.job.lane === null || this.#lane(known.job.lane)[0] === known)
      .map(({ job }) => job.id)
  }

  /** Checks what a worker was given. */
  claimed(lists: readonly (readonly Lease[])[], round: number, now: number): void {
    for (const list of lists) {
      const lane = list[0]?.job.lane ?? null
      if (lane === null) assert.equal(list.length, 1, 'jobs without a lane are alone')
      else this.#inOrder(list, lane, round)
      for (const lease of list) this.#taken(lease, now)
    }
  }

  #taken({ job: { id }, fence }: Lease, now: number): void {
    const known = this.of(id)
    assert(known.state === 'waits' || known.state === 'taken', `${id} is ${known.state}, and was taken`)
    if (known.state === 'waits') assert(known.dueAt <= now, `${id} was taken before it was due`)
    else assert(now - known.heard >= this.#lease, `${id} was taken from somebody at work`)
    assert.notEqual(known.fence, fence, `${id} was taken twice by one fence`)
    Object.assign(known, { state: 'taken', fence, heard: now })
  }

  /** Nobody before the first of a list may be left in the lane, nor anybody between. */
  #inOrder(list: readonly Lease[], lane: string, round: number): void {
    const ids = list.map(({ job }) => job.id)
    const inLane = this.#lane(lane)
    const last = inLane.findIndex(({ job }) => job.id === ids.at(-1))
    const before = inLane.slice(0, last + 1).filter(({ job, since }) => since < round || ids.includes(job.id))
    const expected = before.map(({ job }) => job.id)
    assert.deepEqual(ids, expected, 'a lane was taken out of its order')
  }

  #lane(lane: string): readonly Known[] {
    return this.#all(({ job, state }) => job.lane === lane && (state === 'waits' || state === 'taken')).toSorted(
      (a, b) => a.job.place - b.job.place || (a.job.id < b.job.id ? -1 : 1),
    )
  }

  #all(of: (known: Known) => boolean): readonly Known[] {
    return [...this.#jobs.values()].filter(of)
  }

  finished(lease: Lease): void {
    assert(this.isCurrent(lease), `${lease.job.id} was ended by a stale lease`)
    this.of(lease.job.id).state = 'done'
  }

  heard(lease: Lease, now: number): void {
    assert(this.isCurrent(lease), `${lease.job.id} was extended by a stale lease`)
    this.of(lease.job.id).heard = now
  }

  leaves(id: string, state: State, dueAt: number | string): void {
    Object.assign(this.of(id), { state, dueAt: new Date(dueAt).getTime() })
  }
}
