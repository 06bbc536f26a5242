/** The calls on a resource of which only the plural is known, at run time: the types of a façade have a name for each. */
export const callsOn = <C>(crm: object, plural: string): C => (crm as Readonly<Record<string, C>>)[plural] as C
