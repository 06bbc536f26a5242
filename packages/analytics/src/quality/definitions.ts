export const qualityDefinitions = {}
