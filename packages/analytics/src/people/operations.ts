export const peopleOperations = {}
