import type { Migration } from '../../migration/index.ts'

/** What has changed, and is not in the cells of rollups yet. Frozen: never edited, only followed. */
export const rollupChanges: Migration = {
  id: '0016_rollup_changes',
  steps: [
    {
      step: 'createTable',
      table: 'rollupChanges',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'of', type: 'text', nullable: false },
        { name: 'entity', type: 'text', nullable: false },
        { name: 'rollups', type: 'json', nullable: false },
        { name: 'fields', type: 'json', nullable: false },
        { name: 'changes', type: 'json', nullable: false },
      ],
    },
    {
      step: 'createIndex',
      table: 'rollupChanges',
      index: { name: 'rollupChanges_of', columns: ['of', 'id'], unique: false },
    },
  ],
}
