import { invalid } from '../../error/index.ts'
import type { Schema } from '../../schema/index.ts'

/** Records that must stay as they are, and why: invoices that the tax law wants for ten years. */
export interface Keep {
  /** The name of an entity. */
  readonly entity: string
  readonly reason: string
}

/** The reasons by entity. */
export function keepOf(
  { keep = [] }: { readonly keep?: readonly Keep[] | undefined },
  { entities }: Schema,
): ReadonlyMap<string, string> {
  for (const [index, { entity: name }] of keep.entries()) {
    const entity = entities.get(name)
    const path = `keep[${index}].entity`
    if (entity === undefined) throw invalid(path, `there is no entity ${name}`, 'Give the name of an entity: order.')
    if (entity.subject !== undefined)
      throw invalid(path, `a ${name} is a person, who is erased`, 'Name what is to be kept about him: order.')
  }
  return new Map(keep.map(({ entity, reason }) => [entity, reason]))
}
