import type { Migration } from '../../migration/index.ts'

/** What proves that the audit is what it was. Frozen: never edited, only followed. */
export const audit: Migration = {
  id: '0014_audit',
  steps: [
    { step: 'addColumn', table: 'audit', column: { name: 'seal', type: 'integer', nullable: true } },
    {
      step: 'createIndex',
      table: 'audit',
      index: { name: 'audit_seal', columns: ['seal', 'id'], unique: false },
    },
    {
      step: 'createTable',
      table: 'auditDigests',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'row', type: 'text', nullable: false },
        { name: 'seal', type: 'integer', nullable: false },
        { name: 'salt', type: 'text', nullable: true },
        { name: 'digest', type: 'text', nullable: false },
        { name: 'receipt', type: 'text', nullable: true },
      ],
    },
    {
      step: 'createIndex',
      table: 'auditDigests',
      index: { name: 'auditDigests_seal_row', columns: ['seal', 'row', 'id'], unique: false },
    },
    {
      step: 'createIndex',
      table: 'auditDigests',
      index: { name: 'auditDigests_row', columns: ['row', 'id'], unique: false },
    },
    {
      step: 'createIndex',
      table: 'auditDigests',
      index: { name: 'auditDigests_receipt', columns: ['receipt', 'id'], unique: false },
    },
    {
      step: 'createTable',
      table: 'auditSeals',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'number', type: 'integer', nullable: false },
        { name: 'at', type: 'datetime', nullable: false },
        { name: 'count', type: 'integer', nullable: false },
        { name: 'rows', type: 'text', nullable: false },
        { name: 'previous', type: 'text', nullable: true },
        { name: 'digest', type: 'text', nullable: false },
      ],
    },
    {
      step: 'createIndex',
      table: 'auditSeals',
      index: { name: 'auditSeals_number', columns: ['number', 'id'], unique: false },
    },
    {
      step: 'createTable',
      table: 'auditReceipts',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'at', type: 'datetime', nullable: false },
        { name: 'kind', type: 'text', nullable: false },
        { name: 'of', type: 'text', nullable: false },
        { name: 'count', type: 'integer', nullable: false },
        { name: 'rows', type: 'text', nullable: false },
        { name: 'seal', type: 'integer', nullable: true },
      ],
    },
    {
      step: 'createIndex',
      table: 'auditReceipts',
      index: { name: 'auditReceipts_seal', columns: ['seal', 'id'], unique: false },
    },
  ],
}
