import type { Migration } from '../../migration/index.ts'

/** What is noted for one rollup alone, and how often the cells of one were mended. Frozen: never edited, only followed. */
export const rollupShares: Migration = {
  id: '0017_rollup_shares',
  steps: [
    {
      step: 'addColumn',
      table: 'rollupChanges',
      column: { name: 'share', type: 'text', nullable: false, default: '' },
    },
    { step: 'dropIndex', table: 'rollupChanges', index: 'rollupChanges_of' },
    {
      step: 'createIndex',
      table: 'rollupChanges',
      index: { name: 'rollupChanges_of_entity_share', columns: ['of', 'entity', 'share', 'id'], unique: false },
    },
    {
      step: 'addColumn',
      table: 'rollupStates',
      column: { name: 'mends', type: 'integer', nullable: false, default: 0 },
    },
  ],
}
