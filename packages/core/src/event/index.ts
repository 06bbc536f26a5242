export type { Fact } from './fact.ts'
export { type Fanout, fanout } from './fanout.ts'
