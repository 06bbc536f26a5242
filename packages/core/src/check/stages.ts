import { fieldOf } from '../schema/index.ts'
import type { Finding } from '../storage/index.ts'
import type { TenantCheck } from './check.ts'

/** Records in stages or pipelines that nobody has defined. */
export const stages: TenantCheck = async ({ session, tenant, view }) => {
  const findings: Finding[] = []
  for (const entity of view.schema.entities.values()) {
    if (!entity.staged) continue
    const key = (name: string) => ({ name, path: { hops: [], field: fieldOf(entity, name) }, bucket: undefined })
    const groups = await session.aggregate({
      entity,
      tenant,
      access: null,
      where: { node: 'and', all: [] },
      bin: 'without',
      groupBy: [key('pipeline'), key('stage')],
      measures: [{ name: 'count', fn: 'count', path: undefined }],
      having: null,
      orderBy: [],
      limit: 10_000,
    })
    const pipelines = view.pipelines.get(entity.name)
    for (const { pipeline, stage, count } of groups) {
      const own = pipelines?.get(String(pipeline))
      if (own?.stages.has(String(stage))) continue
      const about = { severity: 'error', entity: entity.name, count: Number(count) } as const
      findings.push(
        own === undefined
          ? {
              code: 'pipeline_unknown',
              problem: `${count} ${entity.plural} are in the pipeline ${pipeline}, which is not defined.`,
              fix: `Define it again: \`createCrm({ pipelines: { ${pipeline}: definePipeline({ entity: '${entity.name}', … }) } })\`.`,
              ...about,
            }
          : {
              code: 'stage_unknown',
              problem: `${count} ${entity.plural} are in the stage ${stage} of ${pipeline}, which is not defined.`,
              fix: `Define the stage ${stage} again, and move them to another one before you take it away.`,
              ...about,
            },
      )
    }
  }
  return findings
}
