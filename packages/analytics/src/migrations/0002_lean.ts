import type { Migration } from '@guanxi/core'

/** Frozen: never edited once it is released, only followed. */
export const m0002: Migration = {
  id: '0002_lean',
  steps: [
    {
      step: 'dropIndex',
      table: 'purchaseDays',
      index: 'purchaseDays_companyId_day_contactId_rows_total_refunded_ownerId_currency',
    },
    {
      step: 'dropIndex',
      table: 'purchaseDays',
      index: 'purchaseDays_contactId_day_companyId_rows_total_refunded_ownerId_currency',
    },
    {
      step: 'createIndex',
      table: 'purchaseDays',
      index: {
        name: 'purchaseDays_companyId_day_contactId_rows_total_refunded_ownerId_currency',
        columns: ['companyId', 'day', 'contactId', 'rows', 'total', 'refunded', 'ownerId', 'currency'],
        unique: false,
      },
    },
    {
      step: 'createIndex',
      table: 'purchaseDays',
      index: {
        name: 'purchaseDays_contactId_day_companyId_rows_total_refunded_ownerId_currency',
        columns: ['contactId', 'day', 'companyId', 'rows', 'total', 'refunded', 'ownerId', 'currency'],
        unique: false,
      },
    },
    {
      step: 'dropIndex',
      table: 'purchaseMonths',
      index: 'purchaseMonths_companyId_contactId_month_rows_ownerId_currency',
    },
    {
      step: 'createIndex',
      table: 'purchaseMonths',
      index: {
        name: 'purchaseMonths_companyId_contactId_month_rows_ownerId_currency',
        columns: ['companyId', 'contactId', 'month', 'rows', 'ownerId', 'currency'],
        unique: false,
      },
    },
    {
      step: 'createIndex',
      table: 'salesMonths',
      index: {
        name: 'salesMonths_month_region_currency_ownerId_rows_total_refunded',
        columns: ['month', 'region', 'currency', 'ownerId', 'rows', 'total', 'refunded'],
        unique: false,
      },
    },
  ],
}
