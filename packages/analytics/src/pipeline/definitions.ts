export const pipelineDefinitions = {}
