export const qualityOperations = {}
