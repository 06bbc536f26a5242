export { checkGuards } from './check-guards.ts'
export {
  definePipeline,
  type Guard,
  type GuardInput,
  type Pipeline,
  type PipelineDefinition,
  type Pipelines,
  type StageDefinition,
  type StageOf,
  toMermaid,
} from './define.ts'
