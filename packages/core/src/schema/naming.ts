/** The two names of an entity. */
interface Named {
  readonly name: string
  readonly plural: string
}

/** What to write where a plural stands for an entity. */
export function singularHint(entities: Iterable<Named>, given: string): { readonly hint?: string } {
  for (const { name, plural } of entities)
    if (plural === given) return { hint: `Entities are named in the singular here: ${name}.` }
  return {}
}

/** What to write where `student.enrol` or a record operation stands for an operation that is granted by name. */
export function operationHint(entities: Iterable<Named>, given: string): { readonly hint?: string } {
  const [resource, key] = given.split('.')
  for (const { name, plural } of entities) {
    if (name === resource && name !== plural) return { hint: `Operations are named by the plural: ${plural}.${key}.` }
    if (plural === resource)
      return { hint: `The operations of records are granted by entity: grants: { ${name}: { scope: 'all' } }.` }
  }
  return {}
}
