import { CrmError } from '../../error/index.ts'
import { customFieldsOf, type EntityIR, type Schema } from '../../schema/index.ts'
import type { Target } from './mapping.ts'

/** What is given for a record that is there already is not looked at again: its keys are fields all the same. */
export function checkGiven(schema: Schema, given: Readonly<Partial<Record<Target, object | false | undefined>>>): void {
  for (const target of ['company', 'contact', 'deal'] as const) {
    const entity = schema.entities.get(target)
    for (const key of Object.keys(given[target] || {}))
      if (entity === undefined || !isGivable(entity, key))
        throw new CrmError('UNKNOWN_KEY', {
          details: { path: `${target}.${key}` },
          hint: 'Remove the key, or define the field.',
        })
  }
}

function isGivable(entity: EntityIR, key: string): boolean {
  const { fields, owns, staged } = entity
  // Of a new record it may be said where it begins.
  if (staged && (key === 'pipeline' || key === 'stage')) return true
  const field = fields.get(key)
  if (field !== undefined) return !field.system && field.mode !== 'generated'
  if (owns.some(({ name }) => name === key)) return true
  return key === 'custom' && customFieldsOf(entity).length > 0
}
