export type { SimInstance, SimOptions, SimReport } from './options.ts'
export { simulate } from './simulate.ts'
