import { CrmError } from '../error/index.ts'
import type { EntityIR, FieldIR } from '../schema/index.ts'
import { type ColumnDefinition, columnTypeOf, type IndexDefinition } from './step.ts'

/** An entity's table as the migrations must leave it. */
export interface TableDefinition {
  readonly table: string
  readonly columns: readonly ColumnDefinition[]
  readonly indexes: readonly IndexDefinition[]
  /** The fields whose search texts an index finds. */
  readonly search: readonly string[]
}

/**
 * The column that holds the search text of a searchable field.
 *
 * @example
 * const column = searchColumnOf(fieldOf(entityOf(schema, 'contact'), 'name'))
 */
export function searchColumnOf(field: FieldIR): string {
  return `${field.name}Search`
}

/**
 * Whether an entity has the JSON column `extra`, where the fields of other owners live.
 *
 * @example
 * const open = [...schema.entities.values()].filter(hasExtra)
 */
export function hasExtra(entity: EntityIR): boolean {
  return entity.keeping === 'full' || [...entity.fields.values()].some((field) => field.place === 'extra')
}

/**
 * The table that an entity implies. The tenant leads every key and is not named.
 *
 * @throws CrmError `SCHEMA_INVALID` when a field takes the name of the search column of another.
 *
 * @example
 * const { columns } = tableOf(entityOf(schema, 'contact'))
 */
export function tableOf(entity: EntityIR): TableDefinition {
  const columns: ColumnDefinition[] = []
  const search: string[] = []
  for (const field of entity.fields.values()) {
    if (field.place === 'extra') continue
    columns.push({ name: field.name, type: columnTypeOf(field.kind), nullable: field.nullable })
    if (!field.search) continue
    const name = searchColumnOf(field)
    if (entity.fields.has(name)) {
      const problem = `${entity.name}.${name} is the search column of ${field.name}`
      throw new CrmError('SCHEMA_INVALID', { details: { problem }, hint: 'Rename the field.' })
    }
    columns.push({ name, type: 'text', nullable: true })
    search.push(field.name)
  }
  if (hasExtra(entity)) columns.push({ name: 'extra', type: 'json', nullable: false })
  return { table: entity.plural, columns, indexes: entity.indexes.map((index) => indexOf(entity, index)), search }
}

function indexOf(entity: EntityIR, { fields, unique, covering }: EntityIR['indexes'][number]): IndexDefinition {
  const name = [entity.plural, ...fields, ...(unique ? ['unique'] : [])].join('_')
  const columns = unique || covering === true || fields.includes('id') ? fields : [...fields, 'id']
  // A number is not given again, whatever becomes of its record.
  const kept = entity.keeping !== 'full' || fields.some((field) => entity.fields.get(field)?.serial === true)
  return unique && !kept ? { name, columns, unique, alive: true } : { name, columns, unique }
}
