import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PluginTypes } from '@guanxi/core'
import { testIds } from '../ids.ts'
import { Random } from '../sample/random.ts'
import { calm, climateOf } from './climate.ts'
import { Grammar } from './grammar.ts'
import { groundOf, start } from './ground.ts'
import { Hashing } from './hashing.ts'
import { checkLiveness, checkSafety } from './judge.ts'
import { Ledger } from './ledger.ts'
import { Machine } from './machine.ts'
import { Observer } from './observer.ts'
import type { SimOptions, SimReport, SimViolation } from './options.ts'
import { Outside } from './outside.ts'
import { Scheduler } from './scheduler.ts'
import type { Setting } from './setting.ts'
import { Trace } from './trace.ts'
import { User } from './user.ts'
import { Worker } from './worker.ts'

/** Between two looks at everything, in steps. */
const pace = 150
/** The share of the steps in which users call. */
const daytime = 0.6
/** The engine lets others have their turn between the parts of a long batch: after so many, nobody does anything. */
const patience = 100
/** A healed world that goes on for longer does not come to an end. */
const endless = 100_000
/** So many sentences say enough. */
const most = 20

/**
 * Runs a whole world in this process: users who call operations, workers, processes on machines whose clocks differ, an
 * outside that does not always answer. Every await is the world's, and goes on in an order drawn from the seed; processes die,
 * sleep and start again, statements fail. After so many steps the world heals, and two days go by: then nothing may be left
 * undone. The same seed makes the same world.
 *
 * @example
 * const options: SimOptions<CoreTypes> = { seed: 7, crm: (instance) => createCrm(instance), fixtures: coreFixtures }
 * const { hash, violations }: SimReport = await simulate(options)
 * for (const { step, problem } of violations) console.error(`seed 7, step ${step}: ${problem}`)
 */
export async function simulate<T extends PluginTypes>(options: SimOptions<T>): Promise<SimReport> {
  const { seed, steps = 300, plugins = [], onLine } = options
  const ground = await groundOf(options)
  const folder = await mkdtemp(join(tmpdir(), 'guanxi-sim-'))
  const path = join(folder, 'crm.db')
  await writeFile(path, ground.bytes)
  const random = new Random(seed)
  const trace = new Trace(onLine)
  const scheduler = new Scheduler(random, trace, Date.parse(start) + 3_600_000)
  const climate = climateOf(random)
  const afterwards = calm(climate)
  const violations = new Map<string, SimViolation>()
  let healed = false
  const hashing = new Hashing()
  const observer = new Observer(path)
  const setting: Setting = {
    seed,
    random,
    scheduler,
    hashing,
    trace,
    ground,
    observer,
    path,
    ids: testIds(),
    get climate() {
      return healed ? afterwards : climate
    },
    get healed() {
      return healed
    },
    get evening() {
      return scheduler.steps >= steps * daytime
    },
    crm: (instance) => options.crm(instance),
    violated(problem) {
      if (violations.size < most && !violations.has(problem))
        violations.set(problem, { step: scheduler.steps, problem })
    },
  }
  const outside = new Outside(setting)
  const machines = Array.from({ length: climate.machines }, (_, n) => new Machine(setting, outside, `m${n + 1}`))
  const office = { setting, machines, grammar: new Grammar(random, ground), ledger: new Ledger(setting) }
  const actors = [
    ...Array.from({ length: climate.users }, (_, n) => new User(office, `u_${n + 1}`)),
    ...Array.from({ length: climate.workers }, (_, n) => {
      const machine = machines[n % machines.length] as Machine
      return new Worker(setting, `w${n + 1}`, machine)
    }),
  ]
  const failed = (error: unknown) => setting.violated(`the world itself failed: ${spelt(error)}`)
  let left = actors.length
  for (const machine of machines) machine.tend().catch(failed)
  for (const actor of actors)
    actor
      .work()
      .catch(failed)
      .finally(() => left--)
  const check = () => checkSafety(setting, observer.tables(), plugins)

  try {
    while (left > 0) {
      if (!healed && scheduler.steps >= steps) {
        check()
        healed = true
      }
      if (!healed) disturb(setting, machines)
      for (let turn = 0; turn < patience; turn++) {
        await hashing.quiet()
        if (left === 0 || scheduler.busy) break
      }
      if (left === 0) break
      if (!scheduler.step()) {
        setting.violated(`${left} of ${actors.length} wait for something that nobody does`)
        break
      }
      if (scheduler.steps % pace === 0 && !healed) check()
      if (scheduler.steps > steps + endless) {
        setting.violated('the healed world does not come to an end')
        break
      }
      if (violations.size >= most) break
    }
    const tables = observer.tables()
    for (const [table, rows] of tables) trace.tellRows(table, rows)
    if (left === 0) {
      checkSafety(setting, tables, plugins)
      checkLiveness(setting, tables, outside)
      office.ledger.check()
    }
  } finally {
    for (const { life } of machines) {
      life?.die()
      await life?.bury().catch(failed)
    }
    observer.close()
    hashing.end()
    await rm(folder, { recursive: true, force: true })
  }
  return { seed, steps: scheduler.steps, hash: trace.end(), counts: trace.counts, violations: [...violations.values()] }
}

/** A process is killed, or held up for longer than its leases. */
function disturb({ random, climate, trace }: Setting, machines: readonly Machine[]): void {
  const { life } = random.pick(machines)
  if (life === undefined) return
  if (random.chance(climate.kills)) {
    trace.tell(`${life.name} is killed`)
    trace.count('killed')
    life.die()
  } else if (random.chance(climate.stalls)) life.stall()
}

const spelt = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))
