import { type CodeDefinition, type CoreCode, coreCodes } from './codes.ts'
import { chineseHints } from './hints-zh.ts'

const chineseHintOf = (code: string): string | undefined =>
  Object.hasOwn(chineseHints, code) ? chineseHints[code as CoreCode] : undefined

const brand = Symbol.for('guanxi.CrmError')

/**
 * What an error says beside its code. `path` is where in the input, such as `where.orders.some.totl`.
 *
 * @example
 * const pathOf = ({ path }: ErrorDetails) => path ?? 'the input'
 */
export interface ErrorDetails {
  readonly path?: string
  readonly [key: string]: unknown
}

/** What makes an error: its details, a hint that says what to do, the cause, and the definition of a plugin's code. */
export interface ErrorParts {
  readonly details?: ErrorDetails
  readonly hint?: string
  readonly cause?: unknown
  readonly definition?: CodeDefinition
}

/**
 * The one error of Guanxi. Compare `code`, never the message, and recognise it with {@link isCrmError}, never `instanceof`.
 *
 * @example
 * try {
 *   await me.deals.move('d_1', { to: 'won' })
 * } catch (error) {
 *   if (isCrmError(error, 'TRANSITION_NOT_ALLOWED')) console.log(error.details.allowed, error.hint)
 * }
 * throw new CrmError('CONFLICT', { details: { path: 'seats' }, hint: 'Try again.' })
 */
export class CrmError extends Error {
  readonly code: string
  readonly status: number
  readonly retryable: boolean
  readonly details: ErrorDetails
  readonly hint: string | undefined
  readonly #definition: CodeDefinition

  constructor(code: CoreCode | (string & {}), parts: ErrorParts = {}) {
    const definition: CodeDefinition =
      parts.definition ??
      (Object.hasOwn(coreCodes, code) ? coreCodes[code as CoreCode] : { status: 500, en: code, zh: code })
    const details = parts.details ?? {}
    super(fill(definition.en, details), parts.cause === undefined ? undefined : { cause: parts.cause })
    this.name = 'CrmError'
    this.code = code
    this.status = definition.status
    this.retryable = definition.retryable ?? false
    this.details = details
    this.hint = parts.hint ?? definition.hint
    this.#definition = definition
    Object.defineProperty(this, brand, { value: true })
  }

  /** Where in the input the fault lies. */
  get path(): string | undefined {
    return this.details.path
  }

  /** The message in a language. */
  localized(locale: 'en' | 'zh-CN'): string {
    return fill(locale === 'zh-CN' ? this.#definition.zh : this.#definition.en, this.details)
  }

  /** What to do about it, in a language; in Chinese for the code in general, where English knows the very case. */
  localizedHint(locale: 'en' | 'zh-CN'): string | undefined {
    return locale === 'zh-CN' ? (this.#definition.hintZh ?? chineseHintOf(this.code) ?? this.hint) : this.hint
  }

  toJSON(): { code: string; status: number; message: string; details: ErrorDetails; hint?: string } {
    const { code, status, message, details, hint } = this
    return { code, status, message, details, ...(hint === undefined ? {} : { hint }) }
  }
}

/**
 * Whether a thrown value is a {@link CrmError} (of any copy of this package), and of the given code.
 *
 * @example
 * try {
 *   await me.deals.get('d_1')
 * } catch (error) {
 *   if (!isCrmError(error, 'NOT_FOUND')) throw error
 * }
 */
export function isCrmError(error: unknown, code?: CoreCode | (string & {})): error is CrmError {
  if (typeof error !== 'object' || error === null || !(brand in error)) return false
  return code === undefined || (error as { readonly code?: unknown }).code === code
}

/**
 * The commonest error: `INVALID` at a path.
 *
 * @example
 * const atMost = (seats: number) => {
 *   if (seats > 30) throw invalid('seats', 'expected at most 30', 'Open another course.')
 * }
 */
export function invalid(path: string, problem: string, hint?: string): CrmError {
  return new CrmError('INVALID', { details: { path, problem }, ...(hint === undefined ? {} : { hint }) })
}

function fill(template: string, details: ErrorDetails): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = details[name]
    return Array.isArray(value) ? value.join(', ') || '–' : value === undefined ? name : String(value)
  })
}
