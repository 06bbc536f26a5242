import type { Migration } from '@guanxi/core'

/** Frozen: never edited once it is released, only followed. */
export const m0001: Migration = {
  id: '0001_start',
  steps: [
    {
      step: 'createTable',
      table: 'courses',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'createdAt', type: 'datetime', nullable: false },
        { name: 'updatedAt', type: 'datetime', nullable: false },
        { name: 'version', type: 'integer', nullable: false },
        { name: 'deletedAt', type: 'datetime', nullable: true },
        { name: 'code', type: 'text', nullable: false },
        { name: 'title', type: 'text', nullable: false },
        { name: 'titleSearch', type: 'text', nullable: true },
        { name: 'startsOn', type: 'date', nullable: false },
        { name: 'seats', type: 'integer', nullable: false },
        { name: 'extra', type: 'json', nullable: false },
      ],
    },
    {
      step: 'createIndex',
      table: 'courses',
      index: { name: 'courses_code_unique', columns: ['code'], unique: true, alive: true },
    },
    { step: 'createSearch', table: 'courses', fields: ['title'] },
    {
      step: 'createTable',
      table: 'students',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'createdAt', type: 'datetime', nullable: false },
        { name: 'updatedAt', type: 'datetime', nullable: false },
        { name: 'version', type: 'integer', nullable: false },
        { name: 'deletedAt', type: 'datetime', nullable: true },
        { name: 'pipeline', type: 'text', nullable: false },
        { name: 'stage', type: 'text', nullable: false },
        { name: 'stageSince', type: 'datetime', nullable: false },
        { name: 'closedAt', type: 'datetime', nullable: true },
        { name: 'contactId', type: 'text', nullable: false },
        { name: 'courseId', type: 'text', nullable: false },
        { name: 'ownerId', type: 'text', nullable: true },
        { name: 'school', type: 'text', nullable: true },
        { name: 'leftBecause', type: 'text', nullable: true },
        { name: 'extra', type: 'json', nullable: false },
      ],
    },
    {
      step: 'createIndex',
      table: 'students',
      index: { name: 'students_contactId', columns: ['contactId', 'id'], unique: false },
    },
    {
      step: 'createIndex',
      table: 'students',
      index: { name: 'students_courseId', columns: ['courseId', 'id'], unique: false },
    },
    {
      step: 'createIndex',
      table: 'students',
      index: { name: 'students_ownerId', columns: ['ownerId', 'id'], unique: false },
    },
  ],
}
