import type { Migration } from '../../migration/index.ts'

/** Receipts of erasures, and the way from a record to the facts told of it. Frozen: never edited, only followed. */
export const privacy: Migration = {
  id: '0011_privacy',
  steps: [
    {
      step: 'createTable',
      table: 'erasures',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'at', type: 'datetime', nullable: false },
        { name: 'actor', type: 'text', nullable: false },
        { name: 'reason', type: 'text', nullable: true },
        { name: 'entity', type: 'text', nullable: false },
        { name: 'recordId', type: 'text', nullable: false },
        { name: 'details', type: 'json', nullable: false },
      ],
    },
    {
      step: 'createIndex',
      table: 'erasures',
      index: { name: 'erasures_entity_recordId_at', columns: ['entity', 'recordId', 'at', 'id'], unique: false },
    },
    {
      step: 'createIndex',
      table: 'outbox',
      index: { name: 'outbox_entity_recordId', columns: ['entity', 'recordId', 'id'], unique: false },
    },
  ],
}
