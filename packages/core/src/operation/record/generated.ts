import { CrmError } from '../../error/index.ts'
import type { EntityIR, Row } from '../../schema/index.ts'

/** Values that a plugin sets: those of generated fields, which must be its own, apart from those of other fields. */
export function splitGenerated(plugin: string, entity: EntityIR, values: Row): { generated: Row; given: Row } {
  const generated: Record<string, unknown> = {}
  const given: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(values)) {
    const field = entity.fields.get(name)
    if (field === undefined || field.system || field.mode !== 'generated') given[name] = value
    else if (field.owner === plugin) generated[name] = value
    else throw notOwn(plugin, entity, name)
  }
  return { generated, given }
}

/** A plugin would write what is not a generated field of its own. */
export const notOwn = (plugin: string, entity: EntityIR, name: string): CrmError =>
  new CrmError('PLUGIN_INVALID', {
    details: { plugin, problem: `${entity.name}.${name} is not a generated field of its own` },
    hint: 'Call the operations of its owner, or declare a field of your own with .generated().',
  })
