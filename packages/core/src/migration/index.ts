export { inverse } from './inverse.ts'
export { checksumOf, type Migration, type OwnedMigrations } from './migration.ts'
export { difference, replay } from './replay.ts'
export { migrate, rebuildSearch, requireMigrated, standing } from './run.ts'
