import { customName, customOwner, type FieldIR } from '../schema/index.ts'
import type { StoredField } from './stored.ts'

/** So many fields of his own a tenant may give one entity. */
export const mostFields = 200

/** A tenant's own field in its place: the key `custom.<name>` of the JSON column. */
export function fieldOfStored({ name, kind, class: of, min, max, values, default: value }: StoredField): FieldIR {
  return {
    name: customName(name),
    owner: customOwner,
    place: 'extra',
    system: false,
    kind,
    mode: 'optional',
    nullable: true,
    ...(of === null ? {} : { class: of }),
    ...(min === null ? {} : { min }),
    ...(max === null ? {} : { max }),
    ...(values === null ? {} : { values }),
    ...(value === null ? {} : { default: value }),
  }
}
