import { CrmError, isCrmError } from '../error/index.ts'

/**
 * The error that says that an `Expectation` did not hold. A storage throws it, and the engine looks again.
 *
 * @example
 * const refuse = (cause: unknown) => {
 *   throw unexpected(cause)
 * }
 */
export function unexpected(cause?: unknown): CrmError {
  return new CrmError('CONFLICT', { details: { reason: 'expectation' }, cause })
}

/**
 * Whether an error says that an `Expectation` did not hold.
 *
 * @example
 * const held = (error: unknown) => !isUnexpected(error)
 */
export function isUnexpected(error: unknown): boolean {
  return isCrmError(error, 'CONFLICT') && error.details.reason === 'expectation'
}
