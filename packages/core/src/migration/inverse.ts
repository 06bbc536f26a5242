import type { MigrationStep } from '../storage/index.ts'

/** The steps that take away what an owner's steps have made: his tables, and his columns and indexes on tables of others. */
export function inverse(steps: readonly MigrationStep[]): readonly MigrationStep[] {
  const undo = new Map<string, MigrationStep>()
  const made = (kind: string, table: string, name: string, step: MigrationStep) => {
    // What stands on a table of his own goes with it.
    if (!undo.has(keyOf('table', table, ''))) undo.set(keyOf(kind, table, name), step)
  }
  for (const step of steps) {
    const { table } = step
    switch (step.step) {
      case 'createTable':
        undo.set(keyOf('table', table, ''), { step: 'dropTable', table })
        break
      case 'dropTable':
        undo.delete(keyOf('table', table, ''))
        break
      case 'addColumn':
        made('column', table, step.column.name, { step: 'dropColumn', table, column: step.column.name })
        break
      case 'dropColumn':
        undo.delete(keyOf('column', table, step.column))
        break
      case 'createIndex':
        made('index', table, step.index.name, { step: 'dropIndex', table, index: step.index.name })
        break
      case 'dropIndex':
        undo.delete(keyOf('index', table, step.index))
        break
      case 'createSearch':
        made('search', table, '', { step: 'dropSearch', table })
        break
      case 'dropSearch':
        undo.delete(keyOf('search', table, ''))
    }
  }
  return [...undo.values()].reverse()
}

const keyOf = (...parts: readonly [kind: string, table: string, name: string]): string => parts.join('/')
