import type { Migration } from '../../migration/index.ts'

/** Whose a record is and was, who closed a deal, and who has left. Frozen: never edited, only followed. */
export const ownership: Migration = {
  id: '0008_ownership',
  steps: [
    {
      step: 'createTable',
      table: 'ownershipChanges',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'entity', type: 'text', nullable: false },
        { name: 'recordId', type: 'text', nullable: false },
        { name: 'from', type: 'text', nullable: true },
        { name: 'to', type: 'text', nullable: true },
        { name: 'at', type: 'datetime', nullable: false },
        { name: 'actor', type: 'text', nullable: false },
        { name: 'reason', type: 'text', nullable: true },
      ],
    },
    {
      step: 'createIndex',
      table: 'ownershipChanges',
      index: {
        name: 'ownershipChanges_entity_recordId_at',
        columns: ['entity', 'recordId', 'at', 'id'],
        unique: false,
      },
    },
    {
      step: 'createTable',
      table: 'recordMembers',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'entity', type: 'text', nullable: false },
        { name: 'recordId', type: 'text', nullable: false },
        { name: 'userId', type: 'text', nullable: false },
        { name: 'level', type: 'text', nullable: false },
        { name: 'at', type: 'datetime', nullable: false },
        { name: 'by', type: 'text', nullable: false },
      ],
    },
    {
      step: 'createIndex',
      table: 'recordMembers',
      index: { name: 'recordMembers_recordId_userId', columns: ['recordId', 'userId', 'id'], unique: false },
    },
    {
      step: 'createTable',
      table: 'savedViews',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'createdAt', type: 'datetime', nullable: false },
        { name: 'updatedAt', type: 'datetime', nullable: false },
        { name: 'version', type: 'integer', nullable: false },
        { name: 'deletedAt', type: 'datetime', nullable: true },
        { name: 'name', type: 'text', nullable: false },
        { name: 'entity', type: 'text', nullable: false },
        { name: 'query', type: 'json', nullable: false },
        { name: 'ownerId', type: 'text', nullable: true },
        { name: 'shared', type: 'boolean', nullable: false },
        { name: 'isDefault', type: 'boolean', nullable: false },
        { name: 'extra', type: 'json', nullable: false },
      ],
    },
    {
      step: 'createIndex',
      table: 'savedViews',
      index: { name: 'savedViews_ownerId_entity', columns: ['ownerId', 'entity', 'id'], unique: false },
    },
    {
      step: 'createTable',
      table: 'ownershipCaps',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'createdAt', type: 'datetime', nullable: false },
        { name: 'updatedAt', type: 'datetime', nullable: false },
        { name: 'version', type: 'integer', nullable: false },
        { name: 'deletedAt', type: 'datetime', nullable: true },
        { name: 'entity', type: 'text', nullable: false },
        { name: 'userId', type: 'text', nullable: true },
        { name: 'most', type: 'integer', nullable: false },
        { name: 'key', type: 'text', nullable: false },
        { name: 'extra', type: 'json', nullable: false },
      ],
    },
    {
      step: 'createIndex',
      table: 'ownershipCaps',
      index: { name: 'ownershipCaps_key_unique', columns: ['key'], unique: true, alive: true },
    },
    { step: 'addColumn', table: 'members', column: { name: 'leftAt', type: 'datetime', nullable: true } },
    { step: 'addColumn', table: 'deals', column: { name: 'closedBy', type: 'text', nullable: true } },
  ],
}
