export const lifetimeOperations = {}
