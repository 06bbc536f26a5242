/**
 * The business calendar, usable alone: opening hours, holidays, make-up workdays, and business time counted in them.
 *
 * @packageDocumentation
 */

export { CrmError, isCrmError } from './error/index.ts'
export * from './time/business/index.ts'
