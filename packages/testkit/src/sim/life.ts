import { sleep } from '@guanxi/core/storage'
import type { Driver } from '@guanxi/sql'
import { sqlite } from '@guanxi/sqlite'
import { type Decides, faultyDriver } from '../faults/driver.ts'
import { Crash, type Fault, type FaultEvent, type Moment } from '../faults/fault.ts'
import { sqliteFaults } from '../faults/sqlite.ts'
import type { Outside } from './outside.ts'
import { worldPlugin } from './plugin.ts'
import type { Owner } from './scheduler.ts'
import type { Instance, Setting } from './setting.ts'

/** How long a storage waits for another process that writes, in milliseconds. */
const busyTimeout = 200

/** Where others may come in between: always there, and sometimes between two statements. */
const ending: ReadonlySet<FaultEvent> = new Set(['begin', 'commit', 'rollback'])
const between = 0.3

/** A process from its start to its death. What it still does then says that it is dead. */
export class Life implements Decides, Owner {
  readonly native = sqliteFaults
  readonly name: string
  readonly crm: Instance
  readonly #setting: Setting
  readonly #open = new Set<{ end(): Promise<void> }>()
  #driver: Driver | undefined
  #dead = false
  #awakeAt = 0
  #died: () => void = () => undefined
  /** Is settled when it dies. */
  readonly died = new Promise<void>((resolve) => {
    this.#died = resolve
  })

  constructor(setting: Setting, outside: Outside, name: string, skew: number) {
    this.name = name
    this.#setting = setting
    this.crm = setting.crm({
      storage: sqlite(setting.path, { busyTimeout, through: this.#through }),
      clock: {
        now: () => setting.scheduler.now + skew,
        timer: (ms, run) => setting.scheduler.timer(this, ms, run),
      },
      ids: setting.ids,
      logger: { warn: this.#logged, error: this.#logged },
      plugins: [worldPlugin(setting, outside, this)],
    })
  }

  get dead(): boolean {
    return this.#dead
  }

  get awakeAt(): number {
    return this.#setting.healed ? 0 : this.#awakeAt
  }

  /** Waits in this process. */
  async park(label: string, ms = 0): Promise<void> {
    if (this.#dead) throw new Crash('dead')
    await this.#setting.scheduler.park(this, label, ms)
  }

  /** Each answer of the storage is the world's to give. */
  async pass<T>(moment: Moment, strike: (fault: Fault) => Promise<T>, run: () => Promise<T>): Promise<T> {
    if (this.#dead) throw new Crash('dead')
    const { random } = this.#setting
    if (ending.has(moment.event) || random.chance(between)) await this.park(`${moment.event} ${targetOf(moment.sql)}`)
    const fault = this.#draw(moment)
    if (fault === undefined) {
      const result = await run()
      if (moment.event === 'commit') {
        if (random.chance(this.#setting.climate.naps)) this.stall()
        await this.park('has committed')
      }
      if (this.#dead) throw new Crash('dead')
      return result
    }
    this.#setting.trace.tell(`${this.name}: ${fault.kind} ${fault.side} ${moment.event}`)
    this.#setting.trace.count(fault.kind)
    if (fault.kind !== 'crash') {
      if (moment.event !== 'commit' && fault.side === 'after') await run()
      return strike(fault)
    }
    if (fault.side === 'after') await run()
    this.die()
    throw new Crash('dead')
  }

  opened(transaction: { end(): Promise<void> }): () => void {
    this.#open.add(transaction)
    return () => this.#open.delete(transaction)
  }

  /** Holds it up: for a while nothing in it goes on, and it does not notice. */
  stall(): void {
    const { random, scheduler, trace } = this.#setting
    const ms = random.int(1000, 150_000)
    trace.tell(`${this.name} sleeps for ${ms}`)
    trace.count('stalled')
    this.#awakeAt = scheduler.now + ms
  }

  die(): void {
    this.#dead = true
    this.#setting.scheduler.drop(this, new Crash('dead'))
    this.#died()
  }

  /** What the database does when it notices: open transactions are rolled back. The world stands still meanwhile. */
  bury(): Promise<void> {
    return this.#setting.hashing.count(this.#end())
  }

  async #end(): Promise<void> {
    for (;;) {
      await sleep(0)
      const [transaction] = this.#open
      if (transaction === undefined) break
      this.#open.delete(transaction)
      await transaction.end()
    }
    await this.#driver?.close()
  }

  readonly #through = (driver: Driver): Driver => {
    this.#driver = driver
    return {
      ...faultyDriver(driver, this),
      open: (environment) => driver.open({ ...environment, sleep: (ms) => this.park('waits for the database', ms) }),
    }
  }

  readonly #logged = (message: string): void => {
    this.#setting.trace.count(`logged: ${message}`)
  }

  #draw({ event }: Moment): Fault | undefined {
    const { random, climate } = this.#setting
    const side = random.chance(0.5) ? 'before' : 'after'
    if (random.chance(climate.crashes)) return { at: 1, side, kind: 'crash' }
    if (!random.chance(climate.errors)) return undefined
    const able = sqliteFaults.kinds.filter(({ kind, happens }) => climate.kinds.includes(kind) && happens(event, side))
    return able.length === 0 ? undefined : { at: 1, side, kind: random.pick(able).kind }
  }
}

/** The table that a statement is about, or the statement. */
const targetOf = (sql: string): string => /"?crm_(\w+)"?/.exec(sql)?.[1] ?? sql.slice(0, 30)
