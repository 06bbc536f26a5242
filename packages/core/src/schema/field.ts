import type { $ZodType, input, output } from 'zod/v4/core'
import { deferred } from './once.ts'

/**
 * How a value is stored, compared and checked.
 *
 * @example
 * const texts: readonly FieldKind[] = ['string', 'text', 'email', 'phone']
 */
export type FieldKind =
  | 'string'
  | 'text'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'money'
  | 'email'
  | 'phone'
  | 'enum'
  | 'ref'
  | 'json'

/**
 * Whether a creation must, may or must not give the field.
 *
 * @example
 * const modeOf = (given: AnyField): Mode => given.mode
 * modeOf(field.string().optional()) // optional
 */
export type Mode = 'required' | 'optional' | 'generated'

/**
 * What a field says about people: `pii` names or reaches a person, `sensitive` must not become known (health, belief,
 * money of a person), `plain` says nothing about anybody.
 *
 * @example
 * const erased: readonly FieldClass[] = ['pii', 'sensitive']
 */
export type FieldClass = 'pii' | 'sensitive' | 'plain'

/**
 * What a field is, as data. Everything else (types, checks, columns, queries, docs) is derived from it.
 *
 * @example
 * const spec: FieldSpec = field.integer({ min: 1 }).spec
 * console.log(spec.kind, spec.min) // integer 1
 */
export interface FieldSpec {
  readonly kind: FieldKind
  readonly mode: Mode
  /** The value may be null. */
  readonly nullable: boolean
  readonly default?: unknown
  readonly unique?: boolean
  readonly index?: boolean
  readonly search?: boolean
  readonly class?: FieldClass
  /** The moment of the creation, where none is given. */
  readonly now?: boolean
  /** The next number, given by the engine. */
  readonly serial?: boolean
  /** The values of an enum. */
  readonly values?: readonly string[]
  /** The entity that a ref names. */
  readonly to?: string
  /** Makes the schema of a json value. */
  readonly schema?: () => $ZodType
  readonly min?: number
  readonly max?: number
  /** A regular expression that the whole text matches, and what it asks for in words. */
  readonly pattern?: string
  readonly expected?: string
  /** Of an amount: the field that holds its currency; `currency` unless told. */
  readonly currency?: string
  /** The amount whose value in the report currency this is. */
  readonly report?: string
  /** The fields that this one would tell: who may not read one of them does not read it. */
  readonly from?: readonly string[]
}

/**
 * Any field: its type carries only what comes out, what goes in and whether it must be given, never a zod type.
 *
 * @example
 * const named = (fields: Readonly<Record<string, AnyField>>) => Object.keys(fields)
 */
export interface AnyField<Out = unknown, In = unknown, M extends Mode = Mode> {
  readonly '~type'?: { out: Out; in: In }
  readonly mode: M
  readonly spec: FieldSpec
  /** No two records of a tenant share it; records in the bin do not count. */
  unique(): this
  /** Filters and sorts on it are backed by an index. */
  index(): this
  /** `contains` and search may use it. */
  search(): this
  /** Personal data: exports and erasure reach it. */
  pii(): this
  /** Personal data that must not become known: as `pii`, and masked in logs. */
  sensitive(): this
  /** Nothing about a person: erasure leaves it. Every text is one of the three. */
  plain(): this
}

/**
 * A field whose values come out as they went in.
 *
 * @example
 * const days: Field<number, 'required'> = field.integer({ min: 1 })
 */
export interface Field<V, M extends Mode> extends AnyField<V, V, M> {
  /** The value may be missing: null when read. */
  optional(): Field<V | null, 'optional'>
  /** The value that a creation gets when it gives none. */
  default(value: V): Field<V, 'optional'>
  /** Set by the engine or the plugin's own code, never by input. */
  generated(): Field<V, 'generated'>
}

/**
 * A field of instants.
 *
 * @example
 * const at: InstantField<'required'> = field.datetime()
 * const fields = { at: at.now() } // the moment of the creation, unless told
 */
export interface InstantField<M extends Mode> extends Field<string, M> {
  /** The moment of the creation, where it gives none. */
  now(): Field<string, 'optional'>
}

/**
 * A field whose schema may change a value on its way in.
 *
 * @example
 * const sizes: JsonField<{ w: number }, { w: number }, 'required'> = field.json(z.strictObject({ w: z.number() }))
 */
export interface JsonField<Out, In, M extends Mode> extends AnyField<Out, In, M> {
  /** The value may be missing: null when read. */
  optional(): JsonField<Out | null, In | null, 'optional'>
  /** The value that a creation gets when it gives none. */
  default(value: In): JsonField<Out, In, 'optional'>
  /** Set by the engine or the plugin's own code, never by input. */
  generated(): JsonField<Out, In, 'generated'>
}

/**
 * The fields of an entity by name.
 *
 * @example
 * const fields: Fields = { name: field.string().pii(), born: field.date().optional() }
 */
export type Fields = Readonly<Record<string, AnyField>>

interface LengthOptions {
  readonly min?: number
  readonly max?: number
}

interface TextOptions extends LengthOptions {
  /** A regular expression that the whole text must match. */
  readonly pattern?: string
  /** What the pattern asks for, in words: `expected <these>`. */
  readonly expected?: string
}

interface MoneyOptions extends LengthOptions {
  /** The field that holds the currency; `currency` unless told. */
  readonly currency?: string
}

/** Every kind of field at once: each shows of it what it has. */
class Made<Out, In, M extends Mode> {
  declare readonly '~type'?: { out: Out; in: In }
  readonly mode: M
  readonly spec: FieldSpec

  constructor(mode: M, spec: Omit<FieldSpec, 'mode'>) {
    this.mode = mode
    this.spec = Object.freeze({ ...spec, mode })
    Object.freeze(this)
  }

  optional() {
    return new Made<Out | null, In | null, 'optional'>('optional', { ...this.spec, nullable: true })
  }
  default(value: In) {
    return new Made<Out, In, 'optional'>('optional', { ...this.spec, default: value })
  }
  generated() {
    return new Made<Out, In, 'generated'>('generated', this.spec)
  }
  now() {
    return new Made<Out, In, 'optional'>('optional', { ...this.spec, now: true })
  }
  unique() {
    return this.#having({ unique: true })
  }
  index() {
    return this.#having({ index: true })
  }
  search() {
    return this.#having({ search: true })
  }
  pii() {
    return this.#having({ class: 'pii' })
  }
  sensitive() {
    return this.#having({ class: 'sensitive' })
  }
  plain() {
    return this.#having({ class: 'plain' })
  }
  #having(more: Partial<FieldSpec>) {
    return new Made<Out, In, M>(this.mode, { ...this.spec, ...more })
  }
}

const required = <T>(kind: FieldKind, more: Partial<FieldSpec> = {}): Field<T, 'required'> =>
  new Made<T, T, 'required'>('required', { nullable: false, ...more, kind })

/** The amount of another field in the report currency. */
export const reportField = (of: string): Field<number | null, 'generated'> =>
  new Made('generated', { kind: 'money', nullable: true, currency: 'reportCurrency', report: of })

/**
 * Builds fields.
 *
 * @example
 * const fields = { tier: field.enum(['gold', 'silver']).optional(), days: field.integer({ min: 1 }).default(30) }
 */
export const field = Object.freeze({
  /** One line of text, up to 1,000 characters. */
  string: (options: TextOptions = {}) => required<string>('string', options),
  /** Text of any length up to 1,000,000 characters. */
  text: (options: LengthOptions = {}) => required<string>('text', options),
  /** A safe integer. */
  integer: (options: LengthOptions = {}) => required<number>('integer', options),
  /**
   * The number of a record, from 1 on, which the engine gives it when it is made: no two of a tenant are alike, whoever makes
   * them at once. Where a creation is rolled back its number is given to the next.
   */
  serial: (): Field<number, 'generated'> =>
    new Made('generated', { kind: 'integer', nullable: false, serial: true, unique: true, min: 1 }),
  /** A finite double. */
  number: (options: LengthOptions = {}) => required<number>('number', options),
  boolean: () => required<boolean>('boolean'),
  /** A calendar day, `YYYY-MM-DD`. */
  date: () => required<string>('date'),
  /** An instant; any ISO 8601 text with an offset goes in, `YYYY-MM-DDTHH:mm:ss.sssZ` comes out. */
  datetime: (): InstantField<'required'> =>
    new Made<string, string, 'required'>('required', { kind: 'datetime', nullable: false }),
  /** Minor units (cents, fen) as a safe integer; the currency is the record's `currency`. */
  money: (options: MoneyOptions = {}) => required<number>('money', options),
  /** The code of a currency in ISO 4217: three capital letters. */
  currency: () =>
    required<string>('string', {
      pattern: '[A-Z]{3}',
      expected: 'the ISO 4217 code of a currency, such as CNY',
      class: 'plain',
    }),
  email: () => required<string>('email'),
  phone: () => required<string>('phone'),
  enum: <const V extends string>(values: readonly V[]) => required<V>('enum', { values }),
  /** The id of a record of another entity. */
  ref: <const E extends string>(entity: E) => required<string>('ref', { to: entity }),
  /**
   * A JSON value of a zod schema, or of a function that makes one when it is first needed. It can be read and written
   * whole, but not filtered.
   */
  json: <S extends $ZodType>(schema: S | (() => S)): JsonField<output<S>, input<S>, 'required'> =>
    new Made<output<S>, input<S>, 'required'>('required', {
      kind: 'json',
      nullable: false,
      schema: deferred<S>(schema),
    }),
})

type Out<F extends AnyField> = NonNullable<F['~type']>['out']
type In<F extends AnyField> = NonNullable<F['~type']>['in']
type KeysOf<F extends Fields, M> = { [K in keyof F]: F[K]['mode'] extends M ? K : never }[keyof F]

/**
 * What a record of these fields looks like when read.
 *
 * @example
 * const fields = { name: field.string(), days: field.integer().default(30) }
 * interface Course extends System, RowOf<typeof fields> {} // an interface: its name stands in messages and declarations
 */
export type RowOf<F extends Fields> = { readonly [K in keyof F]: Out<F[K]> }

/**
 * What a creation takes. `undefined` is not given, so that what `z.string().optional()` answers can be handed on.
 *
 * @example
 * const fields = { name: field.string(), days: field.integer().default(30) }
 * interface CourseCreate extends CreateOf<typeof fields> {}
 * const course: CourseCreate = { name: 'Lathe I' } // days are 30
 */
export type CreateOf<F extends Fields> = { [K in KeysOf<F, 'required'>]: In<F[K]> } & {
  [K in KeysOf<F, 'optional'>]?: In<F[K]> | undefined
}
