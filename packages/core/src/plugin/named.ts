import { CrmError } from '../error/index.ts'
import type { AnyDefinition } from './installed.ts'

/** What plugins define by name, joined. A name has one owner; `taken` are those that somebody else has. */
export function named<T>(
  what: string,
  definitions: readonly AnyDefinition[],
  partsOf: (definition: AnyDefinition) => Readonly<Record<string, T>>,
  taken: Iterable<readonly [name: string, owner: string]> = [],
): Map<string, T> {
  const owners = new Map(taken)
  const found = new Map<string, T>()
  for (const definition of definitions) {
    for (const [name, part] of Object.entries(partsOf(definition))) {
      const owner = owners.get(name)
      if (owner !== undefined) {
        throw new CrmError('PLUGIN_CONFLICT', {
          details: { what: `${what} ${name}`, owner, other: definition.id },
          hint: 'Rename one of the two.',
        })
      }
      owners.set(name, definition.id)
      found.set(name, part)
    }
  }
  return found
}
