export { callFixture, isPossible } from './call.ts'
export { coreFixtures } from './core-fixtures.ts'
export { type Fixture, type FixtureCall, type Fixtures, recordFixtures } from './fixtures.ts'
export { type ReflectionOptions, reflection } from './reflection.ts'
