import type { Pipelines } from '@guanxi/core'

/** Records in a stage of a type, in whichever of the tenant's pipelines. */
export function inStages(pipelines: Pipelines, entity: string, type: 'open' | 'won' | 'lost') {
  const or = [...(pipelines.get(entity) ?? [])].flatMap(([pipeline, { stages }]) => {
    const of = [...stages].flatMap(([name, stage]) => (stage.type === type ? [name] : []))
    return of.length === 0 ? [] : [{ pipeline, stage: { in: of } }]
  })
  return { or }
}
