export const peopleDefinitions = {}
