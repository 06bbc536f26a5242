import assert from 'node:assert/strict'
import type { Job, Lease } from '@guanxi/core/storage'
import { Random } from '../sample/random.ts'
import { cancels, claims, extends_, fails, finishes, releases, revives, type Scene, type Told, undoes } from './acts.ts'
import type { QueueCase } from './case.ts'
import type { QueueKit } from './kit.ts'
import { QueueModel } from './model.ts'
import type { QueueWorker } from './worker.ts'

const rounds = 8

/** What several may do at once: whatever comes first, the outcome is told by what they were answered. */
const together = ['claim', 'claim', 'finish', 'finish', 'extend', 'undo'] as const
const alone = ['claim', 'claim', 'finish', 'finish', 'fail', 'die', 'release', 'cancel', 'revive', 'vanish'] as const

/** Some workers do whatever they like, and now and then one vanishes; in the end everything was done once. */
class Interleaving {
  readonly #kit: QueueKit
  readonly #tenant: string
  readonly #random: Random
  readonly #model: QueueModel
  readonly #workers: readonly QueueWorker[]
  readonly #leases = new Map<QueueWorker, Lease[]>()
  #made = 0

  constructor(kit: QueueKit, workers: readonly QueueWorker[], seed: number) {
    this.#kit = kit
    this.#tenant = `${kit.name}/${seed}`
    this.#random = new Random(seed)
    this.#model = new QueueModel(kit.lease)
    this.#workers = workers
  }

  async run(): Promise<void> {
    for (let round = 1; round <= rounds; round++) {
      await this.#put(round)
      const crowd = this.#random.chance(0.5)
      const workers = crowd ? this.#workers : [this.#random.pick(this.#workers)]
      const acts = workers.map((worker) => this.#act(this.#scene(worker, round), crowd))
      const told = (await Promise.all(acts)).flatMap((one) => one ?? [])
      for (const { tell } of told.toSorted((a, b) => a.phase - b.phase)) tell()
      if (this.#random.chance(0.5)) await this.#kit.clock.advance(this.#kit.in(this.#random.int(0, 40)))
    }
    await this.#end()
  }

  #scene(worker: QueueWorker, round: number): Scene {
    const leases = this.#leases.get(worker) ?? []
    this.#leases.set(worker, leases)
    return { model: this.#model, worker, round, now: this.#kit.clock.now(), leases }
  }

  async #put(round: number): Promise<void> {
    const lanes = [null, null, `${this.#tenant}/x`, `${this.#tenant}/y`]
    const jobs = Array.from({ length: this.#random.int(0, 4) }, (): Job => {
      const tenant = this.#tenant
      return this.#kit.job(`${tenant}/${this.#made++}`, {
        tenant,
        lane: this.#random.pick(lanes),
        place: this.#random.int(0, 9),
        priority: this.#random.pick(['high', 'normal', 'low']),
        dueAt: this.#kit.in(this.#random.pick([-10, 0, 0, 0, 5, 20])),
        attempts: 1000,
      })
    })
    await this.#random.pick(this.#workers).put(...jobs)
    for (const job of jobs) this.#model.put(job, round)
  }

  async #act(scene: Scene, crowd: boolean): Promise<Told | undefined> {
    const random = this.#random
    const kind = random.pick(crowd ? together : alone)
    const { leases } = scene
    const { ids } = this.#model
    if (kind === 'vanish') leases.splice(0)
    if (kind === 'vanish') return undefined
    if (kind === 'cancel' && ids.length > 0) return cancels(scene, random.pick(ids))
    if (kind === 'revive' && ids.length > 0) return revives(scene, random.pick(ids), this.#tenant)
    const lease = leases.length > 0 ? random.pick(leases) : undefined
    if (lease === undefined) return claims(scene, this.#kit.name, !crowd)
    switch (kind) {
      case 'finish':
        return finishes(scene, lease)
      case 'undo':
        return undoes(scene, lease)
      case 'extend':
        return extends_(scene, lease)
      case 'fail':
        return fails(scene, lease, this.#kit.in(random.int(0, 20)))
      case 'die':
        return fails(scene, lease, null)
      case 'release':
        return releases(scene, lease)
      default:
        return claims(scene, this.#kit.name, !crowd)
    }
  }

  /** All of them vanish; one who comes after them does what is left. */
  async #end(): Promise<void> {
    const [worker] = this.#workers
    assert(worker !== undefined)
    for (let left = 20; this.#model.in('waits', 'taken').length > 0; left--) {
      assert(left > 0, `nobody was given ${this.#model.in('waits', 'taken')}`)
      const scene = this.#scene(worker, rounds + 1)
      const begun = scene.leases.length
      ;(await claims(scene, this.#kit.name, true)).tell()
      for (const lease of scene.leases.splice(begun)) (await finishes(scene, lease)).tell()
      await this.#kit.clock.advance(this.#kit.in(this.#kit.lease / 1000 + 1))
    }
    assert.deepEqual((await this.#kit.effects(this.#tenant)).toSorted(), this.#model.in('done').toSorted())
  }
}

export const interleavingCases: readonly QueueCase[] = [
  {
    name: 'whatever several workers do, and in whatever order, each job is done once',
    async run(kit) {
      const workers = [kit.worker(), kit.worker(), kit.worker()]
      for (let seed = 1; seed <= kit.interleavings; seed++) {
        try {
          await new Interleaving(kit, workers, seed).run()
        } catch (error) {
          throw new Error(`interleaving ${seed}`, { cause: error })
        }
      }
    },
  },
]
