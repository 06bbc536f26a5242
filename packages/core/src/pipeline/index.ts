export {
  definePipeline,
  type Guard,
  type GuardInput,
  type Pipeline,
  type PipelineDefinition,
  type StageDefinition,
  toMermaid,
} from './define.ts'
