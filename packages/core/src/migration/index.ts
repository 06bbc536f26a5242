export { checksumOf, type Migration, type OwnedMigrations } from './migration.ts'
export { difference, replay } from './replay.ts'
export { migrate, requireMigrated, type Standing, standing } from './run.ts'
