import type { Migration } from '@guanxi/core'

/** Frozen: never edited once it is released, only followed. */
export const m0001: Migration = {
  id: '0001_purchases',
  steps: [
    {
      step: 'createTable',
      table: 'purchaseDays',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'rows', type: 'integer', nullable: false },
        { name: 'companyId', type: 'text', nullable: true },
        { name: 'contactId', type: 'text', nullable: true },
        { name: 'day', type: 'date', nullable: true },
        { name: 'ownerId', type: 'text', nullable: true },
        { name: 'currency', type: 'text', nullable: true },
        { name: 'total', type: 'integer', nullable: false },
        { name: 'refunded', type: 'integer', nullable: false },
      ],
    },
    {
      step: 'createIndex',
      table: 'purchaseDays',
      index: { name: 'purchaseDays_companyId_day', columns: ['companyId', 'day', 'id'], unique: false },
    },
    {
      step: 'createIndex',
      table: 'purchaseDays',
      index: { name: 'purchaseDays_contactId_day', columns: ['contactId', 'day', 'id'], unique: false },
    },
    {
      step: 'createTable',
      table: 'salesMonths',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'rows', type: 'integer', nullable: false },
        { name: 'month', type: 'date', nullable: true },
        { name: 'region', type: 'text', nullable: true },
        { name: 'ownerId', type: 'text', nullable: true },
        { name: 'currency', type: 'text', nullable: true },
        { name: 'total', type: 'integer', nullable: false },
        { name: 'refunded', type: 'integer', nullable: false },
      ],
    },
  ],
}
