import type { Migration } from '../../migration/index.ts'

/** What the engine itself keeps. Frozen: never edited, only followed. */
export const records: Migration = {
  id: '0003_records',
  steps: [
    {
      step: 'createTable',
      table: 'audit',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'at', type: 'datetime', nullable: false },
        { name: 'actor', type: 'text', nullable: false },
        { name: 'reason', type: 'text', nullable: true },
        { name: 'operation', type: 'text', nullable: false },
        { name: 'entity', type: 'text', nullable: true },
        { name: 'recordId', type: 'text', nullable: true },
        { name: 'version', type: 'integer', nullable: true },
        { name: 'action', type: 'text', nullable: false },
        { name: 'changes', type: 'json', nullable: true },
        { name: 'cause', type: 'text', nullable: true },
      ],
    },
    {
      step: 'createIndex',
      table: 'audit',
      index: { name: 'audit_entity_recordId_at', columns: ['entity', 'recordId', 'at', 'id'], unique: false },
    },
    {
      step: 'createTable',
      table: 'outbox',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'type', type: 'text', nullable: false },
        { name: 'at', type: 'datetime', nullable: false },
        { name: 'actor', type: 'text', nullable: false },
        { name: 'entity', type: 'text', nullable: false },
        { name: 'recordId', type: 'text', nullable: false },
        { name: 'version', type: 'integer', nullable: false },
        { name: 'data', type: 'json', nullable: true },
        { name: 'cause', type: 'text', nullable: true },
        { name: 'depth', type: 'integer', nullable: false },
        { name: 'state', type: 'text', nullable: false },
      ],
    },
    {
      step: 'createTable',
      table: 'idempotency',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'fingerprint', type: 'text', nullable: false },
        { name: 'at', type: 'datetime', nullable: false },
        { name: 'result', type: 'json', nullable: true },
      ],
    },
  ],
}
