import type { Migration } from '../../migration/index.ts'

/** Which rollups have been built. Frozen: never edited, only followed. */
export const rollups: Migration = {
  id: '0015_rollups',
  steps: [
    {
      step: 'createTable',
      table: 'rollupStates',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'digest', type: 'text', nullable: false },
        { name: 'at', type: 'datetime', nullable: false },
      ],
    },
  ],
}
