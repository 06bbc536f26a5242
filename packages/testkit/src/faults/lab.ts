import { isDeepStrictEqual } from 'node:util'
import { type Crm, type Description, isCrmError, type PluginTypes } from '@guanxi/core'
import { testClock } from '../clock.ts'
import { testIds } from '../ids.ts'
import type { Copy, Kept } from './database.ts'
import type { Fault, Moment } from './fault.ts'
import type { LabOptions } from './lab-options.ts'
import type { FaultPlan } from './plan.ts'
import { type LabCall, start, startProcess } from './process.ts'
import { firstDifference, stateOf } from './state.ts'

const descriptions = new WeakMap<object, Description>()

/** Long to make, and the same each time. */
export function descriptionOf<T extends PluginTypes>(options: LabOptions<T>, crm: Crm<T>): Description {
  const known = descriptions.get(options) ?? crm.describe()
  descriptions.set(options, known)
  return known
}

/** One operation, tried again and again from the same state. */
export class Lab<T extends PluginTypes> {
  readonly moments: readonly Moment[]
  readonly #options: LabOptions<T>
  readonly #kept: Kept<LabCall>
  readonly #wanted: string

  private constructor(
    options: LabOptions<T>,
    kept: Kept<LabCall>,
    seen: { readonly moments: readonly Moment[]; readonly state: string },
  ) {
    this.#options = options
    this.#kept = kept
    this.moments = seen.moments
    this.#wanted = seen.state
  }

  /** Runs an operation once without a fault: what it does, and what it leaves. */
  static async of<T extends PluginTypes>(options: LabOptions<T>, operation: string): Promise<Lab<T>> {
    const { database, crm: make, fixtures, invariants } = options
    const fixture = fixtures[operation]
    if (fixture === undefined) throw new TypeError(`${operation} has no fixture`)
    const kept = await database.keep(async (storage, tenant) => {
      const crm = make({ storage, clock: testClock(start), ids: testIds() })
      const call = await fixture(crm.as({ tenant, user: 'u_admin', roles: ['admin'] }), 'unique1')
      return { description: descriptionOf(options, crm), operation, fixture: call }
    })
    const copy = await kept.copy()
    try {
      const process = await startProcess(options, copy, kept.value)
      await process.call()
      const tables = await copy.tables()
      const problems = invariants(tables)
      if (problems.length > 0) throw new Error(`${operation} without any fault: ${problems.join('; ')}`)
      return new Lab(options, kept, { moments: process.plan.moments, state: stateOf(tables) })
    } finally {
      await copy.close()
    }
  }

  /** Where a fault strikes. */
  momentOf({ at }: Fault): Moment | undefined {
    return at === 'commit' ? this.moments.find(({ event }) => event === at) : this.moments[at - 1]
  }

  /** Everything that can go wrong in it, once each. */
  faults(): readonly Fault[] {
    const { kinds } = this.#options.database.native
    const both = ['before', 'after'] as const
    return this.moments.flatMap(({ event }, index) =>
      both.flatMap((side) => {
        const errors = kinds.filter((kind) => kind.happens(event, side)).map(({ kind }) => kind)
        const deadly = errors.slice(-1).map((kind) => ({ at: index + 1, side, kind, thenCrash: true }))
        return [...['crash', 'hang', 'slow', ...errors].map((kind) => ({ at: index + 1, side, kind })), ...deadly]
      }),
    )
  }

  /** Lets it go wrong in one way, and says what is not as it must be. */
  async try(fault: Fault): Promise<readonly string[]> {
    const copy = await this.#kept.copy()
    try {
      return await this.#tryOn(copy, fault)
    } finally {
      await copy.close()
    }
  }

  async #tryOn(copy: Copy, fault: Fault): Promise<readonly string[]> {
    const { invariants } = this.#options
    const problems: string[] = []
    const check = async (when: string) => {
      const tables = await copy.tables()
      problems.push(...invariants(tables).map((problem) => `${when}: ${problem}`))
      return stateOf(tables)
    }
    const dying = await startProcess(this.#options, copy, this.#kept.value)
    dying.plan.arm(fault)
    const first = await settled(Promise.race([dying.call(), dying.plan.hanging.then(() => hung)]))
    if (!dying.plan.struck) problems.push('the fault did not come: two runs are not alike')
    problems.push(...this.#misled(fault, dying.plan, first))
    const { dead } = dying.plan
    if (dead) await dying.plan.bury()
    // Who lives goes on: what went wrong must not have spoiled it.
    const process = dead ? await startProcess(this.#options, copy, this.#kept.value, dying.ids) : dying
    process.plan.arm()
    const between = await check('after the fault')
    if ('value' in first && first.value !== hung) problems.push(...this.#differs('after the answer', between))
    const again = await settled(process.call())
    if ('error' in again) problems.push(`the retry failed: ${spell(again.error)}`)
    if ('value' in again && 'value' in first && first.value !== hung) {
      if (!isDeepStrictEqual(plain(again.value), plain(first.value))) problems.push('the retry answers something else')
    }
    const left = await check('after the retry')
    if ('value' in again) problems.push(...this.#differs('after the retry', left))
    await process.plan.bury()
    return problems
  }

  /** What is wrong about an answer. */
  #misled(fault: Fault, plan: FaultPlan, outcome: Outcome): readonly string[] {
    if (plan.dead) return 'value' in outcome && outcome.value !== hung ? ['a dead process answered'] : []
    const kind = this.#options.database.native.kinds.find(({ kind }) => kind === fault.kind)
    const event = this.momentOf(fault)?.event
    const told =
      fault.kind === 'slow' ? [undefined] : ((event === 'commit' ? kind?.toldOfCommit : undefined) ?? kind?.told ?? [])
    if ('value' in outcome) return told.includes(undefined) ? [] : [`it succeeded, and ${told.join(' or ')} was due`]
    if (!isCrmError(outcome.error)) return [`no CrmError: ${spell(outcome.error)}`]
    const { code, retryable } = outcome.error
    if (!told.includes(code)) return [`it told ${spell(outcome.error)}, and ${told.join(' or ')} was due`]
    return retryable === worthTrying.has(code) ? [] : [`${code} is ${retryable ? '' : 'not '}retryable`]
  }

  #differs(when: string, state: string): readonly string[] {
    return state === this.#wanted ? [] : [`${when} the state is another one\n${firstDifference(this.#wanted, state)}`]
  }
}

/** The same call may succeed later without anybody doing anything. */
const worthTrying = new Set(['CONFLICT', 'STORAGE_BUSY', 'STORAGE_UNAVAILABLE', 'OUTCOME_UNKNOWN'])

const hung = Symbol('hung')

type Outcome = { readonly value: unknown } | { readonly error: unknown }

async function settled(answer: Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await answer }
  } catch (error) {
    return { error }
  }
}

/** As it is stored. */
const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)))

function spell(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? ` <- ${spell(error.cause)}` : ''
  return `${isCrmError(error) ? error.code : error.name}: ${error.message}${cause}`
}
