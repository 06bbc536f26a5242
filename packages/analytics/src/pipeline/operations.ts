export const pipelineOperations = {}
