export const measuresDefinitions = {}
