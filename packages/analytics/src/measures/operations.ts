export const measuresOperations = {}
