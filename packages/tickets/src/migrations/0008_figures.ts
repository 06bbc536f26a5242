import type { Migration } from '@guanxi/core'

/** Frozen: never edited once it is released, only followed. */
export const m0008: Migration = {
  id: '0008_figures',
  steps: [
    {
      step: 'createTable',
      table: 'ticketFirstReplies',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'rows', type: 'integer', nullable: false },
        { name: 'month', type: 'date', nullable: true },
        { name: 'cell', type: 'text', nullable: true },
      ],
    },
    {
      step: 'createIndex',
      table: 'ticketFirstReplies',
      index: { name: 'ticketFirstReplies_cell_month_rows', columns: ['cell', 'month', 'rows', 'id'], unique: false },
    },
    {
      step: 'createTable',
      table: 'ticketFirstRepliesInHours',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'rows', type: 'integer', nullable: false },
        { name: 'month', type: 'date', nullable: true },
        { name: 'cell', type: 'text', nullable: true },
      ],
    },
    {
      step: 'createIndex',
      table: 'ticketFirstRepliesInHours',
      index: {
        name: 'ticketFirstRepliesInHours_cell_month_rows',
        columns: ['cell', 'month', 'rows', 'id'],
        unique: false,
      },
    },
    {
      step: 'createTable',
      table: 'ticketResolutions',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'rows', type: 'integer', nullable: false },
        { name: 'month', type: 'date', nullable: true },
        { name: 'cell', type: 'text', nullable: true },
        { name: 'reopened', type: 'integer', nullable: true },
      ],
    },
    {
      step: 'createIndex',
      table: 'ticketResolutions',
      index: {
        name: 'ticketResolutions_cell_month_reopened_rows',
        columns: ['cell', 'month', 'reopened', 'rows', 'id'],
        unique: false,
      },
    },
    {
      step: 'createTable',
      table: 'ticketResolutionsInHours',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'rows', type: 'integer', nullable: false },
        { name: 'month', type: 'date', nullable: true },
        { name: 'cell', type: 'text', nullable: true },
        { name: 'reopened', type: 'integer', nullable: true },
      ],
    },
    {
      step: 'createIndex',
      table: 'ticketResolutionsInHours',
      index: {
        name: 'ticketResolutionsInHours_cell_month_reopened_rows',
        columns: ['cell', 'month', 'reopened', 'rows', 'id'],
        unique: false,
      },
    },
  ],
}
