export const lifetimeDefinitions = {}
