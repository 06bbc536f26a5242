export { checksumOf, type Migration, type OwnedMigrations } from './migration.ts'
export { difference, replay } from './replay.ts'
export { migrate, requireMigrated } from './run.ts'
