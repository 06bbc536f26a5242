import type { Migration } from '@guanxi/core'

/** Frozen: never edited once it is released, only followed. */
export const m0004: Migration = {
  id: '0004_months',
  steps: [
    // Cells of months become cells of customers: they are counted anew.
    { step: 'dropTable', table: 'purchaseMonths' },
    {
      step: 'createTable',
      table: 'purchaseMonths',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'rows', type: 'integer', nullable: false },
        { name: 'companyId', type: 'text', nullable: true },
        { name: 'contactId', type: 'text', nullable: true },
        { name: 'ownerId', type: 'text', nullable: true },
        { name: 'currency', type: 'text', nullable: true },
        { name: 'months', type: 'text', nullable: true },
      ],
    },
    {
      step: 'createIndex',
      table: 'purchaseMonths',
      index: {
        name: 'purchaseMonths_companyId_contactId_rows_months_ownerId_currency',
        columns: ['companyId', 'contactId', 'rows', 'months', 'ownerId', 'currency'],
        unique: false,
      },
    },
  ],
}
