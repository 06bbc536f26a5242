import type { MigrationStep } from '../storage/index.ts'
import { digestOf } from '../time/index.ts'

/**
 * A migration: frozen data under an id that sorts after those before it. Once it has run it never changes: one that differs from what
 * ran is refused by `crm.migrate()`.
 *
 * @example
 * const promoted: Migration = {
 *   id: '0001_tier',
 *   steps: [{ step: 'promote', table: 'companies', owner: 'app', column: { name: 'tier', type: 'text', nullable: true } }],
 * }
 */
export interface Migration {
  /** `0001_start` */
  readonly id: string
  readonly steps: readonly MigrationStep[]
}

/** The migrations of one owner, in order. */
export interface OwnedMigrations {
  readonly owner: string
  readonly migrations: readonly Migration[]
}

/**
 * A digest of a migration's steps, to notice one that was changed after it ran (64-bit FNV-1a).
 *
 * @example
 * const checksum = checksumOf({ id: '0001_start', steps: [{ step: 'dropTable', table: 'seats' }] })
 */
export const checksumOf = (migration: Migration): string => digestOf(JSON.stringify(migration.steps))
