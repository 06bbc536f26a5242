import * as z from 'zod'
import type { $ZodType, input, output } from 'zod/v4/core'
import type { CreateIn, HasEntities, NameIn, RowIn } from '../schema/index.ts'
import { deferred } from '../schema/index.ts'
import type { Signal } from '../storage/index.ts'

/**
 * What every call may say beside its input.
 *
 * @example
 * const options: CallOptions = { ifVersion: 3, idempotencyKey: 'webhook-17', reason: 'asked on the phone' }
 * await me.deals.update('d_1', { amount: 1_000_000 }, options)
 */
export interface CallOptions {
  /** Refuse with `VERSION_CONFLICT` unless the record has this version. */
  readonly ifVersion?: number
  /** The same key again returns the first result; with other parameters it is `IDEMPOTENCY_MISMATCH`. */
  readonly idempotencyKey?: string
  /** Why: kept in the audit. */
  readonly reason?: string
  /** Run everything, then roll back, and return a {@link Preview} of what would have happened. */
  readonly dryRun?: boolean
  /** An AbortSignal. */
  readonly signal?: Signal
}

/**
 * What a dry run would have done.
 *
 * @example
 * const preview: Preview = await me.deals.move('d_1', { to: 'won' }, { dryRun: true })
 * for (const { path, problem } of preview.missing) console.log(path, problem)
 */
export interface Preview {
  readonly dryRun: true
  readonly changes: readonly {
    readonly entity: string
    readonly id: string
    readonly action: 'create' | 'update' | 'delete' | 'restore' | 'move'
    /** Field to [before, after]. */
    readonly fields: Readonly<Record<string, readonly [unknown, unknown]>>
  }[]
  readonly facts: readonly { readonly type: string; readonly recordId: string }[]
  readonly jobs: readonly { readonly name: string }[]
  /** What the call would be refused for: required fields and guards. Empty: it would succeed. */
  readonly missing: readonly { readonly code: string; readonly path: string; readonly problem: string }[]
  readonly warnings: readonly Warning[]
}

/**
 * Something worth knowing that is no error, such as `still_referenced`.
 *
 * @example
 * const { warnings } = await me.companies.delete('c_1', { dryRun: true })
 * const codes = warnings.map(({ code }: Warning) => code) // ['still_referenced']
 */
export interface Warning {
  readonly code: string
  readonly [detail: string]: unknown
}

/**
 * What a call answers under its options: a {@link Preview} where `dryRun` is true, else the result R.
 *
 * @example
 * const answer: Answer<Deal, { dryRun: true }> = await me.deals.update('d_1', { title: 'x' }, { dryRun: true })
 * console.log(answer.changes)
 */
export type Answer<R, O> = O extends { readonly dryRun: true } ? Preview : R

/**
 * Stands for a record of an entity in an operation's output; its type follows plugins and custom fields.
 *
 * @example
 * type Received = RecordOf<'deal'>
 * const output: z.core.$ZodType<Received> = recordOf('deal')
 */
export interface RecordOf<E extends string> {
  readonly '~record': E
}

/**
 * The output of an operation that answers a record; also in an object or a list: `z.strictObject({ activity: recordOf('activity') })`.
 * The actor sees of it what he may read, however the handler came by it.
 *
 * @example
 * const logged = query({
 *   target: 'record',
 *   summary: 'The last activity.',
 *   input: z.strictObject({}),
 *   output: z.strictObject({ activity: recordOf('activity') }),
 * })
 */
export function recordOf<const E extends string>(entity: E): $ZodType<RecordOf<E>, unknown> {
  return z
    .custom<RecordOf<E>>((value) => typeof value === 'object' && value !== null && 'id' in value)
    .meta({ record: entity })
}

/**
 * Stands for what a creation of an entity takes, or an update, in an operation's input; its type follows plugins and custom fields.
 *
 * @example
 * type NewDeal = InputOf<'deal', 'create'>
 * const input: z.ZodType<NewDeal> = inputOf('deal')
 */
export interface InputOf<E extends string, W extends 'create' | 'update'> {
  readonly '~input': E
  readonly '~for': W
}

/**
 * The input of an operation that is handed on to a creation, which checks it; also in an object:
 * `z.strictObject({ deal: inputOf('deal').optional() })`.
 *
 * @example
 * const open = command({
 *   target: 'collection',
 *   summary: 'A deal for a company, with its first task.',
 *   input: z.strictObject({ deal: inputOf('deal'), task: z.string() }),
 *   output: recordOf('deal'),
 * })
 */
export function inputOf<const E extends string>(entity: E): z.ZodType<InputOf<E, 'create'>, InputOf<E, 'create'>> {
  return handedOn<InputOf<E, 'create'>>(entity)
}

/**
 * The input of an operation that is handed on to an update, which checks it: some fields of a creation.
 *
 * @example
 * const correct = command({
 *   target: 'record',
 *   summary: 'Correct a company.',
 *   input: z.strictObject({ set: patchOf('company'), why: z.string() }),
 *   output: recordOf('company'),
 * })
 */
export function patchOf<const E extends string>(entity: E): z.ZodType<InputOf<E, 'update'>, InputOf<E, 'update'>> {
  return handedOn<InputOf<E, 'update'>>(entity)
}

/** An object that somebody else checks. `register` marks the schema itself, where `meta` would mark a copy and leave its parent bare. */
const handedOn = <I>(entity: string): z.ZodType<I, I> =>
  z.custom<I>(isObject, 'expected an object').register(z.globalRegistry, { input: entity })
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

export type Target = 'record' | 'collection'

/** An operation as data. `record`: called as `(id, input, options?)`; `collection`: `(input, options?)`. */
export interface Operation<T extends Target = Target, I = unknown, P = unknown, O = unknown> {
  readonly '~op'?: { target: T; in: I; parsed: P; out: O }
  readonly kind: 'query' | 'command'
  readonly target: T
  readonly summary: string
  readonly input: $ZodType
  readonly output: $ZodType
  /** Codes that it throws beside those that every operation may. */
  readonly errors: readonly string[]
  /** What it calls runs without the actor's own permissions: only for acts that give a right of their own, such as claim. */
  readonly elevate: boolean
  /** An operation of records that a role grants by its name, and not by an action on them. */
  readonly named?: boolean
  /** Its call leaves no row in the audit: it is said every few seconds, and means nothing tomorrow. */
  readonly fleeting?: boolean
}

interface Contract<I extends $ZodType, O extends $ZodType> {
  readonly summary: string
  /** A strict object; boot refuses schemas that strip or pass unknown keys. A function makes it when it is first needed. */
  readonly input: I | (() => I)
  readonly output: O | (() => O)
  readonly errors?: readonly string[]
  readonly elevate?: boolean
  /** Of an operation of records: a role grants it by its name. What is elevated always is. */
  readonly named?: boolean
  /**
   * Its call leaves no row in the audit: it is said every few seconds, and means nothing tomorrow, such as who looks at what. What
   * it does to records is in the audit all the same.
   */
  readonly fleeting?: boolean
}

/**
 * An operation that changes something. It runs in a transaction.
 *
 * @example
 * const operations = {
 *   tickets: {
 *     open: command({
 *       target: 'collection', // called as `me.tickets.open(input, options?)`
 *       summary: 'Open a ticket.',
 *       input: z.strictObject({ subject: z.string() }),
 *       output: z.strictObject({ number: z.int() }),
 *     }),
 *   },
 * }
 */
export function command<const T extends Target, I extends $ZodType, O extends $ZodType>(
  contract: Contract<I, O> & { readonly target: T },
): Operation<T, input<I>, output<I>, output<O>> {
  return contractOf('command', contract.target, contract)
}

/**
 * An operation that only reads.
 *
 * @example
 * const operations = {
 *   tickets: {
 *     busy: query({ target: 'collection', summary: 'How many are open.', input: z.strictObject({}), output: z.int() }),
 *   },
 * }
 */
export function query<const T extends Target, I extends $ZodType, O extends $ZodType>(
  contract: Contract<I, O> & { readonly target: T },
): Operation<T, input<I>, output<I>, output<O>> {
  return contractOf('query', contract.target, contract)
}

function contractOf<T extends Target, I extends $ZodType, O extends $ZodType>(
  kind: Operation['kind'],
  target: T,
  { summary, input, output, errors = [], elevate = false, named = elevate, fleeting = false }: Contract<I, O>,
): Operation<T, input<I>, output<I>, output<O>> {
  const [asked, answered] = [deferred<$ZodType>(input), deferred<$ZodType>(output)]
  return Object.freeze({
    kind,
    target,
    summary,
    errors,
    elevate,
    named,
    fleeting,
    get input() {
      return asked()
    },
    get output() {
      return answered()
    },
  })
}

/** `RecordOf<'deal'>` as the instance's own row of deals, also one level deep, in lists, and in lists of objects; anything else as it is. */
export type Resolve<T extends HasEntities, O> =
  O extends RecordOf<infer E> ? RowOfName<T, E> : O extends object ? { [K in keyof O]: ResolvePart<T, O[K]> } : O
type ResolvePart<T extends HasEntities, O> =
  O extends RecordOf<infer E>
    ? RowOfName<T, E>
    : O extends readonly RecordOf<infer E>[]
      ? readonly RowOfName<T, E>[]
      : O extends readonly object[]
        ? { [K in keyof O]: ResolveItem<T, O[K]> }
        : O
type ResolveItem<T extends HasEntities, O> = { [K in keyof O]: ResolveLeaf<T, O[K]> }
type ResolveLeaf<T extends HasEntities, O> =
  O extends RecordOf<infer E>
    ? RowOfName<T, E>
    : O extends readonly RecordOf<infer E>[]
      ? readonly RowOfName<T, E>[]
      : O
type RowOfName<T extends HasEntities, E> = E extends NameIn<T> ? RowIn<T, E> : never

/**
 * `InputOf<'deal'>` as what the instance's own creation takes, also one level deep; anything else as it is.
 *
 * @example
 * type NewDeal = ResolveInput<CoreTypes, InputOf<'deal', 'create'>>
 * const title = (deal: NewDeal) => deal.title
 */
export type ResolveInput<T extends HasEntities, I> =
  I extends InputOf<infer E, infer W> ? InputOfName<T, E, W> : { [K in keyof I]: ResolveInputPart<T, I[K]> }
type ResolveInputPart<T extends HasEntities, I> = I extends InputOf<infer E, infer W> ? InputOfName<T, E, W> : I
type InputOfName<T extends HasEntities, E, W> =
  E extends NameIn<T> ? (W extends 'create' ? CreateIn<T, E> : Partial<CreateIn<T, E>>) : never

type Method<T extends HasEntities, X> = X extends {
  readonly '~op'?: { target: infer G; in: infer I; out: infer R } | undefined
}
  ? G extends 'record'
    ? <O extends CallOptions = {}>(
        id: string,
        input: ResolveInput<T, I>,
        options?: O,
      ) => Promise<Answer<Resolve<T, R>, O>>
    : <O extends CallOptions = {}>(input: ResolveInput<T, I>, options?: O) => Promise<Answer<Resolve<T, R>, O>>
  : never
/** The methods of a resource's operations. */
export type Methods<T extends HasEntities, C> = { readonly [K in keyof C]: Method<T, C[K]> }

type LaterMethod<T extends HasEntities, X> = X extends {
  readonly '~op'?: { target: infer G; in: infer I } | undefined
}
  ? G extends 'record'
    ? (id: string, input: ResolveInput<T, I>) => Promise<void>
    : (input: ResolveInput<T, I>) => Promise<void>
  : never
/**
 * The operations C, each to be called later: what they would answer nobody hears.
 *
 * @example
 * const agenda = (later: { tasks: LaterMethods<CoreTypes, CoreTypes['operations']['tasks']> }, id: string) =>
 *   later.tasks.complete(id, {})
 */
export type LaterMethods<T extends HasEntities, C> = { readonly [K in keyof C]: LaterMethod<T, C[K]> }
