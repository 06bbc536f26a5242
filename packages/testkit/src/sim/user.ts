import { isCrmError } from '@guanxi/core'
import { callerOf } from '../caller.ts'
import { Crash } from '../faults/fault.ts'
import { callFixture } from '../reflection/index.ts'
import type { Drawn, Grammar } from './grammar.ts'
import { type Ledger, recordsIn } from './ledger.ts'
import type { Life } from './life.ts'
import type { Machine } from './machine.ts'
import type { Owner } from './scheduler.ts'
import type { Acting, Setting } from './setting.ts'

/** What everybody shares who calls. */
export interface Office {
  readonly setting: Setting
  readonly machines: readonly Machine[]
  readonly grammar: Grammar
  readonly ledger: Ledger
}

/** How often somebody tries who is told that it is worth trying. */
const tries = 4

/** The codes of calls that went wrong in the engine, and not for what was asked. */
const broken = new Set(['HANDLER_FAILED', 'STORAGE_FAILED', 'TRANSACTION_CLOSED', 'TRANSACTION_MISUSE'])

/** Thrown in a transaction that is to be undone. */
class Undone extends Error {}

/** Somebody who calls operations until the world heals. */
export class User implements Owner {
  readonly awakeAt = 0
  readonly name: string
  readonly #office: Office
  readonly #role: string
  /** Calls that were acknowledged under a key: they can be made again. */
  readonly #past: (readonly [Drawn, key: string])[] = []
  #keys = 0

  constructor(office: Office, name: string) {
    this.name = name
    this.#office = office
    this.#role = office.setting.random.chance(0.8) ? 'admin' : 'sales'
  }

  async work(): Promise<void> {
    const { setting, machines } = this.#office
    const { scheduler, random } = setting
    for (;;) {
      await scheduler.park(this, 'thinks', random.int(0, random.chance(0.5) ? setting.climate.thinking : 50))
      if (setting.evening) return
      const { life } = random.pick(machines)
      if (life === undefined) continue
      const by = random.next()
      const past = this.#past.length > 0 && by > 0.92 ? random.pick(this.#past) : undefined
      if (past !== undefined) await this.#persist(...past)
      else if (by > 0.84) await this.#transaction(life)
      else await this.#call(this.#office.grammar.draw())
    }
  }

  async #call(drawn: Drawn): Promise<void> {
    const { random } = this.#office.setting
    const key = drawn.kind === 'command' && random.chance(0.7) ? `k${++this.#keys}` : undefined
    const options: Record<string, unknown> = { ...(drawn.call.options as object | undefined) }
    if (drawn.kind === 'command' && random.chance(0.05)) options.dryRun = true
    const version = this.#office.ledger.versionOf(drawn.call.id ?? '')
    if (/\.(update|move|delete)$/.test(drawn.operation) && version !== undefined && random.chance(0.3))
      options.ifVersion = version
    const call = { ...drawn.call, options }
    await this.#persist({ ...drawn, call }, options.dryRun === true ? undefined : key)
  }

  /** Makes a call, and again under its key where that is worth it, wherever somebody answers. */
  async #persist(drawn: Drawn, key: string | undefined): Promise<void> {
    const { setting, machines, ledger, grammar } = this.#office
    const { operation, kind, resource, call } = drawn
    const options = { ...(call.options as object), ...(key === undefined ? {} : { idempotencyKey: key }) }
    for (let turn = 1; turn <= (key === undefined ? 1 : tries); turn++) {
      const { life } = setting.random.pick(machines)
      if (life !== undefined) {
        const made = (me: Acting) => callFixture(setting.ground.description, me, operation, { ...call, options })
        const outcome = await this.#settled(life, operation, made)
        if ('answer' in outcome) {
          const { answer } = outcome
          if (kind === 'query' || 'dryRun' in options) return
          ledger.acknowledged(this.name, operation, key, answer)
          for (const { id } of recordsIn(answer).slice(0, 1)) grammar.made(resource, id)
          if (key !== undefined) this.#past.push([drawn, key])
          return
        }
        if (!outcome.again) return
      }
      await setting.scheduler.park(this, 'tries again', setting.random.int(10, 5000))
    }
  }

  /** Some writes together, which come to an end or are undone. */
  async #transaction(life: Life): Promise<void> {
    const { setting, grammar } = this.#office
    const undone = setting.random.chance(0.5)
    const name = `${undone ? 'undone' : 'together'} ${grammar.fresh()}`
    await this.#settled(life, `a transaction, ${name}`, (me) =>
      me
        .transaction(async (tx) => {
          await callerOf(tx, 'companies')('create', { name })
          await callerOf(tx, 'companies')('update', grammar.id('companies'), { city: name })
          if (undone) throw new Undone()
        })
        .catch((error: unknown) => {
          if (!(error instanceof Undone)) throw error
        }),
    )
  }

  async #settled(
    life: Life,
    operation: string,
    call: (me: Acting) => Promise<unknown>,
  ): Promise<{ readonly answer: unknown } | { readonly again: boolean }> {
    const { setting } = this.#office
    const { trace } = setting
    try {
      const answer = await call(life.crm.as({ user: this.name, roles: [this.#role] }))
      trace.tell(`${this.name}: ${operation} answers ${JSON.stringify(answer) ?? 'nothing'}`)
      trace.count('answers')
      if (life.dead) setting.violated(`${operation}: a process that is dead has answered`)
      return { answer }
    } catch (error) {
      if (life.dead) {
        trace.tell(`${this.name}: ${operation} hears nothing`)
        return { again: true }
      }
      const code = isCrmError(error) ? error.code : String(error)
      trace.tell(`${this.name}: ${operation} is refused: ${code}`)
      trace.count(code)
      if (error instanceof Crash) setting.violated(`${operation}: a process that lives says that it is dead`)
      else if (!isCrmError(error)) setting.violated(`${operation} threw what is no CrmError: ${code}`)
      else if (broken.has(code)) setting.violated(`${operation} failed: ${error.message} ${String(error.cause)}`)
      return { again: isCrmError(error) && error.retryable }
    }
  }
}
