import { CrmError } from '../error/index.ts'
import type { View } from '../operation/index.ts'
import { definePipeline, type Guard, type Pipeline } from '../pipeline/index.ts'
import type { StoredPipeline } from './stored.ts'

type Pipelines = View['pipelines']

/** So many pipelines a tenant may have of his own. */
export const mostPipelines = 100

/** Whether tenants may define pipelines for an entity: its own are not fixed by the code's types. */
export function isOpen(base: Pipelines, entity: string): boolean {
  return [...(base.get(entity)?.values() ?? [])].some(({ editable }) => editable)
}

/**
 * The pipeline that a stored one stands for. Guards are code: those of the pipeline that it replaces stay in force, for
 * the stages that are left. Throws `PIPELINE_INVALID`, and `PIPELINE_NOT_EDITABLE`.
 */
export function pipelineOfStored(base: Pipelines, { name, entity, stages, transitions }: StoredPipeline): Pipeline {
  const replaced = base.get(entity)?.get(name)
  if (replaced === undefined ? !isOpen(base, entity) : !replaced.editable) throw notEditable(name)
  const known = new Set(stages.map((stage) => stage.name))
  if (known.size < stages.length) {
    throw new CrmError('PIPELINE_INVALID', { details: { pipeline: name, problem: 'a stage is named twice' } })
  }
  const definition = {
    entity,
    stages: Object.fromEntries(
      stages.map(({ name: stage, type = 'open', probability, require = [] }) => [
        stage,
        { type, require, ...(probability === undefined ? {} : { probability }) },
      ]),
    ),
    guards: Object.fromEntries([...(replaced?.guards ?? [])].flatMap(([guard, of]) => guardFor(guard, of, known))),
    editable: true,
  }
  return definePipeline(transitions === null ? definition : { ...definition, transitions })
}

export const notEditable = (pipeline: string): CrmError =>
  new CrmError('PIPELINE_NOT_EDITABLE', { details: { path: 'name', pipeline } })

function guardFor(name: string, guard: Guard, known: ReadonlySet<string>): (readonly [string, Guard])[] {
  if (guard.to === undefined) return [[name, guard]]
  const to = guard.to.filter((stage) => known.has(stage))
  return to.length === 0 ? [] : [[name, { ...guard, to }]]
}

/** The code's pipelines with a tenant's in their place, and his own behind them. */
export function joinedPipelines(base: Pipelines, own: ReadonlyMap<string, Pipeline>): Pipelines {
  if (own.size === 0) return base
  const joined = new Map([...base].map(([entity, pipelines]) => [entity, new Map(pipelines)]))
  for (const [name, pipeline] of own) {
    const pipelines = joined.get(pipeline.entity) ?? new Map<string, Pipeline>()
    joined.set(pipeline.entity, pipelines.set(name, pipeline))
  }
  return joined
}

/** The stages that records of an entity may be in, for entities whose pipelines a tenant has changed. */
export function stagesOf(pipelines: Pipelines, own: ReadonlyMap<string, Pipeline>): Map<string, readonly string[]> {
  const changed = new Set([...own.values()].map(({ entity }) => entity))
  return new Map(
    [...changed].map((entity) => {
      const stages = [...(pipelines.get(entity)?.values() ?? [])].flatMap((pipeline) => [...pipeline.stages.keys()])
      return [entity, [...new Set(stages)]]
    }),
  )
}
