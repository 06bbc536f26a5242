import { CrmError } from '../error/index.ts'
import type { Pipelines } from '../pipeline/index.ts'

/** The stage in which records of a pipeline have come to a good end: its first of type `won`. */
export function wonStage(pipelines: Pipelines, entity: string, name: string): string {
  const stages = [...(pipelines.get(entity)?.get(name)?.stages ?? [])]
  const won = stages.find(([, { type }]) => type === 'won')
  if (won !== undefined) return won[0]
  throw new CrmError('STAGE_UNKNOWN', {
    details: { path: 'to', pipeline: name, stage: 'won' },
    hint: 'Give the pipeline a stage of type won.',
  })
}
