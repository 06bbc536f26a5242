export { type TestClock, testClock } from './clock.ts'
export { type ConformanceOptions, type FreshStorage, type HostHandle, storageConformance } from './conformance/index.ts'
export { type Dump, dumpOf, renumbered } from './dump/dump.ts'
export * from './faults/index.ts'
export { type Case, type Difference, type FuzzOptions, type FuzzReport, fuzz } from './fuzz/index.ts'
export { testIds } from './ids.ts'
export { type Leak, type LeaksOptions, type LeaksReport, leaks, learnable } from './leaks/index.ts'
export { migrated, migratedBytes } from './migrated.ts'
export { type DraftOptions, draftMigration } from './migration/draft.ts'
export * from './oracle/index.ts'
export { pluginConformance } from './plugin/conformance.ts'
export type { PluginConformanceOptions, PluginInstance } from './plugin/options.ts'
export { type FreshQueue, type QueueConformanceOptions, queueConformance } from './queue/index.ts'
export {
  coreFixtures,
  type Fixture,
  type FixtureCall,
  type Fixtures,
  ownedFixtures,
  type ReflectionOptions,
  recordFixtures,
  reflection,
} from './reflection/index.ts'
export { migrateSample, stepsOf } from './sample/migrate.ts'
export { Random } from './sample/random.ts'
export { randomRows, type SampleRows } from './sample/rows.ts'
export { sampleEntities, sampleSchema } from './sample/schema.ts'
export { type SimInstance, type SimOptions, type SimReport, simulate } from './sim/index.ts'
export { type TestCrmOptions, testCrm } from './test-crm.ts'
export { unclassed } from './unclassed.ts'
