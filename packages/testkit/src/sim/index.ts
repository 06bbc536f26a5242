export type { SimInstance, SimOptions, SimReport, SimViolation } from './options.ts'
export { simulate } from './simulate.ts'
