import type { Migration } from '../../migration/index.ts'

/** What tenants define at run time. Frozen: never edited, only followed. */
export const tenant: Migration = {
  id: '0007_tenant',
  steps: [
    {
      step: 'createTable',
      table: 'customFields',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'createdAt', type: 'datetime', nullable: false },
        { name: 'updatedAt', type: 'datetime', nullable: false },
        { name: 'version', type: 'integer', nullable: false },
        { name: 'deletedAt', type: 'datetime', nullable: true },
        { name: 'entity', type: 'text', nullable: false },
        { name: 'name', type: 'text', nullable: false },
        { name: 'key', type: 'text', nullable: false },
        { name: 'kind', type: 'text', nullable: false },
        { name: 'label', type: 'text', nullable: true },
        { name: 'class', type: 'text', nullable: true },
        { name: 'min', type: 'number', nullable: true },
        { name: 'max', type: 'number', nullable: true },
        { name: 'values', type: 'json', nullable: true },
        { name: 'default', type: 'json', nullable: true },
        { name: 'purged', type: 'boolean', nullable: false },
        { name: 'extra', type: 'json', nullable: false },
      ],
    },
    {
      step: 'createIndex',
      table: 'customFields',
      index: { name: 'customFields_key_unique', columns: ['key'], unique: true, alive: true },
    },
    {
      step: 'createTable',
      table: 'tenantPipelines',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'createdAt', type: 'datetime', nullable: false },
        { name: 'updatedAt', type: 'datetime', nullable: false },
        { name: 'version', type: 'integer', nullable: false },
        { name: 'deletedAt', type: 'datetime', nullable: true },
        { name: 'name', type: 'text', nullable: false },
        { name: 'entity', type: 'text', nullable: false },
        { name: 'stages', type: 'json', nullable: false },
        { name: 'transitions', type: 'json', nullable: true },
        { name: 'mapping', type: 'json', nullable: true },
        { name: 'into', type: 'text', nullable: true },
        { name: 'extra', type: 'json', nullable: false },
      ],
    },
    {
      step: 'createIndex',
      table: 'tenantPipelines',
      index: { name: 'tenantPipelines_name_unique', columns: ['name'], unique: true, alive: true },
    },
    {
      step: 'createTable',
      table: 'policies',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'createdAt', type: 'datetime', nullable: false },
        { name: 'updatedAt', type: 'datetime', nullable: false },
        { name: 'version', type: 'integer', nullable: false },
        { name: 'deletedAt', type: 'datetime', nullable: true },
        { name: 'role', type: 'text', nullable: false },
        { name: 'grants', type: 'json', nullable: false },
        { name: 'operations', type: 'json', nullable: true },
        { name: 'extra', type: 'json', nullable: false },
      ],
    },
    {
      step: 'createIndex',
      table: 'policies',
      index: { name: 'policies_role_unique', columns: ['role'], unique: true, alive: true },
    },
    {
      step: 'createTable',
      table: 'overlays',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'version', type: 'integer', nullable: false },
      ],
    },
  ],
}
