export const changeDefinitions = {}
