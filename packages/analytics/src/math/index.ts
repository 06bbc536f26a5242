/**
 * The mathematics of customers, sales and service: pure functions over plain arrays and objects. No database, no clock, no module
 * of Node's; chance comes from a seed. Wrong input throws `INVALID`; data that say nothing give a status, never a number.
 *
 * @packageDocumentation
 */

export * from './attribution/index.ts'
export * from './btyd/index.ts'
export * from './compare/index.ts'
export * from './distribution/index.ts'
export * from './forecast/index.ts'
export * from './linear/index.ts'
export * from './optimize/index.ts'
export * from './random/index.ts'
export * from './regression/index.ts'
export * from './retention/index.ts'
export * from './special/index.ts'
export * from './survival/index.ts'
