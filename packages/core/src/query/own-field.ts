import { customFieldsOf, customName, type EntityIR, type FieldIR, ownName } from '../schema/index.ts'
import { unknownKey } from './nearest.ts'

/** The tenant's own field of a name, or `UNKNOWN_KEY` with those that there are. */
export function ownField(entity: EntityIR, name: string, path: string): FieldIR {
  const field = entity.fields.get(customName(name))
  if (field !== undefined) return field
  const known = customFieldsOf(entity).flatMap((own) => ownName(own.name) ?? [])
  throw unknownKey(path, known)
}
