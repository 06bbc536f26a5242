export type { Case } from './case.ts'
export { type Difference, type FuzzOptions, type FuzzReport, fuzz } from './fuzz.ts'
