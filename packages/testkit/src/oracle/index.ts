export { aggregateAll, type RawAggregate } from './aggregate.ts'
export { bucketOf } from './bucket.ts'
export { type RawSelect, selectAll, selectPerParent } from './select.ts'
export { type AccessRules, type Bin, type Json, type Setting, View } from './view.ts'
