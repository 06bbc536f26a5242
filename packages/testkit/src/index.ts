export {}
export { type TestClock, testClock } from './clock.ts'
export { testIds } from './ids.ts'
export { type TestCrmOptions, testCrm } from './test-crm.ts'
