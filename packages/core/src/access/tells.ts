import { customName, customOwner, type EntityIR, entityOf, type Schema } from '../schema/index.ts'

type Raw = Readonly<Record<string, unknown>>

/** A field, and the entity whose it is. */
export interface Told {
  readonly entity: EntityIR
  readonly field: string
}

/**
 * The fields that a sound `Where` hangs on, over relations too: whoever is shown the records that satisfy it learns
 * something about each of them. What every record tells, such as its id, is left out.
 */
export function fieldsTold(where: Raw, entity: EntityIR, schema: Schema): readonly Told[] {
  return Object.entries(where).flatMap(([key, value]): readonly Told[] => {
    if (key === 'and' || key === 'or')
      return (value as readonly Raw[]).flatMap((part) => fieldsTold(part, entity, schema))
    if (key === 'not') return fieldsTold(value as Raw, entity, schema)
    if (key === customOwner) return Object.keys(value as Raw).map((own) => ({ entity, field: customName(own) }))
    const one = entity.one.get(key)
    if (one !== undefined) {
      const { is } = value as { readonly is: Raw | null }
      return [...own(entity, one.via.name), ...fieldsTold(is ?? {}, entityOf(schema, one.to), schema)]
    }
    const many = entity.many.get(key)
    if (many === undefined) return own(entity, key)
    const target = entityOf(schema, many.to)
    // A count compares a number; all else is a condition, or names fields as one does.
    const parts = Object.entries(value as Readonly<Record<string, Raw>>).filter(([part]) => part !== 'count')
    return [...own(target, many.via.name), ...parts.flatMap(([, part]) => fieldsTold(part, target, schema))]
  })
}

function own(entity: EntityIR, field: string): readonly Told[] {
  return entity.fields.get(field)?.system === true ? [] : [{ entity, field }]
}
