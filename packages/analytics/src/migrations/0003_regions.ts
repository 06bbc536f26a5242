import type { Migration } from '@guanxi/core'

/** Frozen: never edited once it is released, only followed. */
export const m0003: Migration = {
  id: '0003_regions',
  steps: [
    {
      step: 'createTable',
      table: 'regionMonths',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'rows', type: 'integer', nullable: false },
        { name: 'month', type: 'date', nullable: true },
        { name: 'region', type: 'text', nullable: true },
        { name: 'currency', type: 'text', nullable: true },
        { name: 'total', type: 'integer', nullable: false },
        { name: 'refunded', type: 'integer', nullable: false },
      ],
    },
  ],
}
