import { CrmError } from '../error/index.ts'
import type { EntityIR } from '../schema/index.ts'
import { type MigrationStep, type TableDefinition, tableOf } from '../storage/index.ts'

/**
 * The tables that some steps leave behind, by name. A step that changes a table which is not there is `SCHEMA_INVALID`.
 *
 * @example
 * const column: ColumnDefinition = { name: 'name', type: 'text', nullable: false }
 * const tables = replay([{ step: 'createTable', table: 'seats', columns: [column] }])
 * console.log(tables.get('seats')?.columns.length) // 1
 */
export function replay(steps: readonly MigrationStep[]): ReadonlyMap<string, TableDefinition> {
  const tables = new Map<string, TableDefinition>()
  const change = (name: string, edit: (table: TableDefinition) => TableDefinition) => {
    const table = tables.get(name)
    if (table === undefined)
      throw new CrmError('SCHEMA_INVALID', { details: { problem: `a migration changes ${name}, which is not there` } })
    tables.set(name, edit(table))
  }
  for (const step of steps) {
    switch (step.step) {
      case 'createTable':
        tables.set(step.table, { table: step.table, columns: step.columns, indexes: [], search: [] })
        break
      case 'dropTable':
        tables.delete(step.table)
        break
      case 'addColumn':
      case 'promote':
        change(step.table, (t) => ({ ...t, columns: [...t.columns, step.column] }))
        break
      case 'dropColumn':
        change(step.table, (t) => ({ ...t, columns: t.columns.filter(({ name }) => name !== step.column) }))
        break
      case 'createIndex':
        change(step.table, (t) => ({ ...t, indexes: [...t.indexes, step.index] }))
        break
      case 'dropIndex':
        change(step.table, (t) => ({ ...t, indexes: t.indexes.filter(({ name }) => name !== step.index) }))
        break
      case 'createSearch':
        change(step.table, (t) => ({ ...t, search: step.fields }))
        break
      case 'dropSearch':
        change(step.table, (t) => ({ ...t, search: [] }))
        break
      case 'copyRows':
        change(step.from, (t) => t)
        change(step.table, (t) => t)
        break
      case 'dropExtra':
      case 'dropRows':
      case 'dropKeys':
        change(step.table, (t) => t)
    }
  }
  return tables
}

/**
 * The steps that lead from some tables to what the entities imply: a draft for the next migration.
 *
 * @example
 * const steps = difference(replay([]), schema.entities.values()) // all tables, from nothing
 */
export function difference(
  tables: ReadonlyMap<string, TableDefinition>,
  entities: Iterable<EntityIR>,
): readonly MigrationStep[] {
  const steps: MigrationStep[] = []
  const wanted = new Map([...entities].map((entity) => [entity.plural, tableOf(entity)]))
  for (const [name, want] of wanted) {
    const have = tables.get(name)
    if (have === undefined) steps.push({ step: 'createTable', table: name, columns: want.columns })
    else {
      if (have.search.length > 0 && !sameSearch(have, want)) steps.push({ step: 'dropSearch', table: name })
      for (const column of want.columns)
        if (!has(have.columns, column)) steps.push({ step: 'addColumn', table: name, column })
      for (const index of have.indexes)
        if (!has(want.indexes, index)) steps.push({ step: 'dropIndex', table: name, index: index.name })
      for (const { name: column } of have.columns) {
        if (!want.columns.some((other) => other.name === column))
          steps.push({ step: 'dropColumn', table: name, column })
      }
    }
    for (const index of want.indexes)
      if (have === undefined || !has(have.indexes, index)) steps.push({ step: 'createIndex', table: name, index })
    if (want.search.length > 0 && (have === undefined || !sameSearch(have, want)))
      steps.push({ step: 'createSearch', table: name, fields: want.search })
  }
  for (const name of tables.keys()) if (!wanted.has(name)) steps.push({ step: 'dropTable', table: name })
  return steps
}

const sameSearch = (one: TableDefinition, other: TableDefinition): boolean =>
  one.search.toSorted().join() === other.search.toSorted().join()

/** The same, but for defaults: those only fill rows that were there before. */
function has<T extends { readonly name: string }>(list: readonly T[], item: T): boolean {
  const spell = (of: T) => JSON.stringify(of, (key, value) => (key === 'default' ? undefined : value))
  return list.some((other) => other.name === item.name && spell(other) === spell(item))
}
