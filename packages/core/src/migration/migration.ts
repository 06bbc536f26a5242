import type { MigrationStep } from '../storage/index.ts'

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
export function checksumOf(migration: Migration): string {
  let [high, low] = [0xcbf29ce4, 0x84222325]
  const text = JSON.stringify(migration.steps)
  for (let i = 0; i < text.length; i++) {
    // Times the prime 2^40 + 435, in halves: as BigInts it takes most of a start.
    const mixed = (low ^ text.charCodeAt(i)) >>> 0
    const product = mixed * 435
    high = (high * 435 + Math.floor(product / 2 ** 32) + ((mixed << 8) >>> 0)) >>> 0
    low = product >>> 0
  }
  return [high, low].map((half) => half.toString(16).padStart(8, '0')).join('')
}
