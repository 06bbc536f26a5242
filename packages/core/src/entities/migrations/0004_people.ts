import type { Migration } from '../../migration/index.ts'
import type { ColumnDefinition, MigrationStep } from '../../storage/index.ts'

/** The columns of rows that a record owns: those of every record, whose they are, and their own. */
const ownedColumns = (owner: string, own: readonly ColumnDefinition[]): readonly ColumnDefinition[] => [
  { name: 'id', type: 'text', nullable: false },
  { name: 'createdAt', type: 'datetime', nullable: false },
  { name: 'updatedAt', type: 'datetime', nullable: false },
  { name: 'version', type: 'integer', nullable: false },
  { name: 'deletedAt', type: 'datetime', nullable: true },
  { name: owner, type: 'text', nullable: false },
  ...own,
  { name: 'extra', type: 'json', nullable: false },
]

const index = (table: string, ...columns: readonly string[]): MigrationStep => ({
  step: 'createIndex',
  table,
  index: { name: `${table}_${columns.join('_')}`, columns: [...columns, 'id'], unique: false },
})

const pointColumns: readonly ColumnDefinition[] = [
  { name: 'kind', type: 'text', nullable: false },
  { name: 'value', type: 'text', nullable: false },
  { name: 'normal', type: 'text', nullable: false },
  { name: 'e164', type: 'text', nullable: true },
  { name: 'primary', type: 'boolean', nullable: false },
  { name: 'label', type: 'text', nullable: true },
]

const preferenceColumns: readonly ColumnDefinition[] = [
  { name: 'key', type: 'text', nullable: false },
  { name: 'value', type: 'text', nullable: true },
  { name: 'origin', type: 'text', nullable: true },
  { name: 'current', type: 'boolean', nullable: false },
  { name: 'by', type: 'text', nullable: false },
]

const peopleColumns: readonly ColumnDefinition[] = [
  { name: 'contactId', type: 'text', nullable: false },
  { name: 'role', type: 'text', nullable: false },
  { name: 'primary', type: 'boolean', nullable: false },
]

/** The number or address of a record as its first point: what was there when there were no points. */
const copy = (table: string, from: string, owner: string, kind: 'phone' | 'email'): MigrationStep => ({
  step: 'copyRows',
  table,
  from,
  filled: kind,
  values: [
    { column: 'id', of: 'id', suffix: `-${kind}` },
    { column: 'createdAt', of: 'createdAt' },
    { column: 'updatedAt', of: 'updatedAt' },
    { column: 'version', value: 1 },
    { column: 'deletedAt', of: 'deletedAt' },
    { column: owner, of: 'id' },
    { column: 'kind', value: kind },
    { column: 'value', of: kind },
    { column: 'normal', of: kind },
    { column: 'primary', value: true },
    { column: 'extra', value: '{}' },
  ],
})

const points = (table: string, from: string, owner: string): readonly MigrationStep[] => [
  { step: 'createTable', table, columns: ownedColumns(owner, pointColumns) },
  index(table, 'kind', 'normal'),
  index(table, owner),
  copy(table, from, owner, 'phone'),
  copy(table, from, owner, 'email'),
]

const tags = (table: string, owner: string): readonly MigrationStep[] => [
  {
    step: 'createTable',
    table,
    columns: ownedColumns(owner, [{ name: 'tag', type: 'text', nullable: false }]),
  },
  index(table, 'tag', owner),
  index(table, owner),
]

const preferences = (table: string, owner: string): readonly MigrationStep[] => [
  { step: 'createTable', table, columns: ownedColumns(owner, preferenceColumns) },
  index(table, 'key', 'value'),
  index(table, owner),
]

const lifecycle = (table: string): MigrationStep => ({
  step: 'addColumn',
  table,
  column: { name: 'lifecycle', type: 'text', nullable: false, default: 'prospect' },
})

/** Contact points, tags, preferences, the parts of people in deals, the life cycle. Frozen: never edited, only followed. */
export const people: Migration = {
  id: '0004_people',
  steps: [
    ...points('companyPoints', 'companies', 'companyId'),
    ...points('contactPoints', 'contacts', 'contactId'),
    ...tags('companyTags', 'companyId'),
    ...tags('contactTags', 'contactId'),
    ...tags('dealTags', 'dealId'),
    ...tags('leadTags', 'leadId'),
    ...preferences('companyPreferences', 'companyId'),
    ...preferences('contactPreferences', 'contactId'),
    { step: 'createTable', table: 'dealContacts', columns: ownedColumns('dealId', peopleColumns) },
    index('dealContacts', 'contactId', 'role'),
    index('dealContacts', 'dealId'),
    lifecycle('companies'),
    lifecycle('contacts'),
  ],
}
