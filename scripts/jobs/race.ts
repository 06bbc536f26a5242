import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createCrm, type StorageAdapter, tableQueue } from '@guanxi/core'
import type { Job } from '@guanxi/core/storage'
import { Random } from '@guanxi/testkit'
import { fast } from './fast.ts'

export interface Race {
  readonly kind: 'sqlite' | 'postgres'
  /** A file, or a URL. */
  readonly place: string
  readonly storage: StorageAdapter
  readonly jobs: number
  readonly processes: number
  readonly kills: number
  readonly zombies: number
  readonly seed: number
}

export interface Outcome {
  /** Jobs whose effect is there so often. */
  readonly once: number
  readonly never: number
  readonly twice: number
  readonly dead: number
  readonly kills: number
  readonly zombies: number
  readonly seconds: number
}

const program = fileURLToPath(new URL('../jobs-process.ts', import.meta.url))
/** Longer than a lease, as the clock of the processes goes, in milliseconds. */
const asleep = 4500
/** What hangs is told from what is slow by standing still for so long, in milliseconds. */
const stuck = 120_000

/** Lets processes do jobs that leave a row each; some are killed, some sleep past their leases and go on. */
export async function race({ kind, place, storage, jobs, processes, kills, zombies, seed }: Race): Promise<Outcome> {
  const random = new Random(seed)
  const queue = tableQueue()
  const crm = createCrm({ storage, queue, clock: fast })
  await crm.migrate()
  await enqueue(storage, queue, jobs)
  const start = performance.now()
  const crowd = new Set<ChildProcess>()
  const join = () => {
    const flags = ['--conditions=source', program, kind, place]
    crowd.add(spawn(process.execPath, flags, { stdio: ['ignore', 'ignore', 'inherit'] }))
  }
  const sleepers = new Set<Promise<void>>()
  const me = crm.asSystem({ reason: 'the race' })
  const done = { kills: 0, zombies: 0 }
  try {
    for (let i = 0; i < processes; i++) join()
    for (let [last, since] = [0, performance.now()]; ; ) {
      const count = await me.companies.count({})
      if (count >= jobs && sleepers.size === 0) break
      if (count !== last) [last, since] = [count, performance.now()]
      else if (performance.now() - since > stuck) break
      const victim = random.pick([...crowd])
      // Spread over the jobs, and never so many that nobody is left.
      if (done.kills < kills && count >= ((done.kills + 1) * jobs) / (kills + 2)) {
        done.kills++
        crowd.delete(victim)
        victim.kill('SIGKILL')
        join()
      } else if (
        done.zombies < zombies &&
        sleepers.size < processes / 2 &&
        count >= (done.zombies * jobs) / (zombies + 1)
      ) {
        done.zombies++
        crowd.delete(victim)
        victim.kill('SIGSTOP')
        const sleeper: Promise<void> = setTimeout(asleep).then(() => {
          victim.kill('SIGCONT')
          crowd.add(victim)
          sleepers.delete(sleeper)
        })
        sleepers.add(sleeper)
      }
      await setTimeout(20)
    }
    // Those who woke last may still try to write.
    await setTimeout(500)
  } finally {
    await Promise.all(sleepers)
    const ended = [...crowd].filter(({ exitCode }) => exitCode === null).map((one) => once(one, 'close'))
    for (const one of crowd) one.kill('SIGKILL')
    await Promise.all(ended)
  }
  const names = new Map<string, number>()
  for await (const { name } of me.companies.iterate({})) names.set(name, (names.get(name) ?? 0) + 1)
  const { items } = await queue.dead(storage.session, 'default', { limit: 100, after: null })
  const seconds = Math.round((performance.now() - start) / 100) / 10
  await crm.close()
  const twice = [...names.values()].filter((count) => count > 1).length
  return { once: names.size - twice, never: jobs - names.size, twice, dead: items.length, ...done, seconds }
}

async function enqueue(storage: StorageAdapter, queue: ReturnType<typeof tableQueue>, count: number): Promise<void> {
  for (let from = 0; from < count; from += 1000) {
    const page = Array.from({ length: Math.min(1000, count - from) }, (_, i) => jobOf(from + i))
    const tx = await storage.begin()
    await tx.commit(await queue.enqueue(tx, page))
  }
}

const jobOf = (n: number): Job => ({
  id: `job ${n}`,
  ifTaken: 'keep',
  tenant: 'default',
  owner: 'core',
  kind: 'call',
  name: 'companies.create',
  entity: 'company',
  recordId: null,
  input: { name: `job ${n}` },
  priority: 'normal',
  dueAt: new Date(fast.now()).toISOString(),
  // Some in lanes: what is left behind there holds up the rest.
  lane: n % 4 === 0 ? `lane ${n % 40}` : null,
  place: n,
  attempts: 1000,
  cause: null,
  depth: 0,
})
