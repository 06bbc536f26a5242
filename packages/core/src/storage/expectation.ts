import { CrmError, isCrmError } from '../error/index.ts'

/** A row was not as the statement expected. */
export function unexpected(cause?: unknown): CrmError {
  return new CrmError('CONFLICT', { details: { reason: 'expectation' }, cause })
}

/** Whether an error says that an `Expectation` did not hold. */
export function isUnexpected(error: unknown): boolean {
  return isCrmError(error, 'CONFLICT') && error.details.reason === 'expectation'
}
