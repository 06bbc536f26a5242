export { type Fact, recordFacts } from './fact.ts'
export { type Fanout, fanout } from './fanout.ts'
