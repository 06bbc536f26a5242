import { CrmError } from '../error/index.ts'

/** What plugins define by name, joined. A name has one owner; `taken` are those that somebody else has. */
export function named<T, D extends { readonly id: string }>(
  what: string,
  definitions: readonly D[],
  partsOf: (definition: D) => Parts<T>,
  taken: Iterable<readonly [name: string, owner: string]> = [],
): Map<string, T> {
  const owners = new Map(taken)
  const found = new Map<string, T>()
  for (const definition of definitions) {
    const parts = partsOf(definition)
    for (const [name, part] of isList(parts) ? parts : Object.entries(parts)) {
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

type Parts<T> = Readonly<Record<string, T>> | readonly (readonly [name: string, part: T])[]

const isList = <T>(parts: Parts<T>): parts is readonly (readonly [name: string, part: T])[] => Array.isArray(parts)
