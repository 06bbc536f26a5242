import { CrmError, invalid, isCrmError } from '../../error/index.ts'
import type { AnyContext, AnyHooks, Done, Draft } from '../../operation/index.ts'
import { mostPipelines, pipelineOfStored, type StoredPipeline } from '../../overlay/index.ts'
import type { Pipeline } from '../../pipeline/index.ts'
import type { Condition } from '../../query/index.ts'
import { entityOf, fieldOf, type Row } from '../../schema/index.ts'

/** A tenant's own pipelines are checked as they are written; the records of stages that go are put where they are told. */
export const pipelineHooks: AnyHooks = {
  beforeWrite(changes, context) {
    for (const draft of changes) {
      if (draft.action === 'delete') continue
      checkPipeline(draft, context)
      // Where records went is about one change.
      for (const name of ['mapping', 'into'])
        if ((draft.before?.[name] ?? null) !== null && draft.input[name] === undefined) draft.set({ [name]: null })
    }
  },
  async afterWrite(changes, { tenancy }) {
    const before = changes.map(({ after }) => pipelineOf(tenancy.view.pipelines, after))
    const view = await tenancy.changed()
    for (const own of view.pipelines.values())
      if (own.size > mostPipelines) throw invalid('name', `an entity has at most ${mostPipelines} pipelines`)
    for (const [i, change] of changes.entries()) await settle(change, before[i], tenancy)
  },
}

const pipelineOf = (pipelines: AnyContext['tenancy']['view']['pipelines'], { entity, name }: Row) =>
  pipelines.get(entity as string)?.get(name as string)

function checkPipeline({ action, before, input, at }: Draft, { tenancy }: AnyContext): void {
  const path = (name: string) => (at === '' ? name : `${at}.${name}`)
  for (const name of ['name', 'entity'] as const) {
    if (action === 'update' && input[name] !== undefined && input[name] !== before?.[name])
      throw invalid(path(name), 'cannot be changed', 'Remove the pipeline and define another one.')
  }
  const stored = { transitions: null, ...before, ...input } as Row & StoredPipeline
  if (tenancy.view.schema.entities.get(stored.entity)?.staged !== true)
    throw invalid(path('entity'), 'expected the name of an entity with stages', 'Such as deal.')
  for (const [entity, own] of tenancy.view.pipelines)
    if (entity !== stored.entity && own.has(stored.name)) throw invalid(path('name'), `is a pipeline of ${entity}`)
  try {
    pipelineOfStored(tenancy.base.pipelines, stored)
  } catch (error) {
    if (!isCrmError(error, 'PIPELINE_INVALID')) throw error
    throw invalid(
      path('stages'),
      String(error.details.problem),
      'Every stage can be reached, and left unless it is final.',
    )
  }
}

/** Records do not stay in a stage that is not there. */
async function settle(
  { action, after }: Done,
  was: Pipeline | undefined,
  tenancy: AnyContext['tenancy'],
): Promise<void> {
  const is = pipelineOf(tenancy.view.pipelines, after)
  const name = after.name as string
  // What a record in the bin says is about the change before.
  const told = action === 'create' || action === 'update'
  const mapping = ((told ? after.mapping : null) ?? {}) as Readonly<Record<string, string>>
  const into = ((told ? after.into : null) ?? name) as string
  const entity = entityOf(tenancy.view.schema, after.entity as string)
  const target = tenancy.view.pipelines.get(entity.name)?.get(into)
  if (into !== name && target === undefined) throw invalid('into', `expected another pipeline of ${entity.name}`)
  const left = [...(was?.stages.keys() ?? [])].filter((stage) => !is?.stages.has(stage))
  for (const [from, to] of Object.entries(mapping)) {
    if (was?.stages.has(from) !== true) throw invalid(`mapping.${from}`, 'is no stage that records are in')
    if (into === name && !left.includes(from)) throw invalid(`mapping.${from}`, 'is a stage that stays')
    if (target?.stages.has(to) !== true) throw invalid(`mapping.${from}`, `${to} is no stage of ${into}`)
  }
  const inStages = (stages: readonly string[]): Condition => ({
    node: 'and',
    all: [
      { node: 'compare', field: fieldOf(entity, 'pipeline'), op: 'eq', value: name },
      { node: 'in', field: fieldOf(entity, 'stage'), negated: false, values: stages },
    ],
  })
  const counts: Record<string, number> = {}
  for (const stage of left.filter((stage) => !Object.hasOwn(mapping, stage))) {
    const count = await tenancy.count(entity, inStages([stage]))
    if (count > 0) counts[stage] = count
  }
  const stages = Object.entries(counts).map(([stage, count]) => `${stage} (${count})`)
  if (stages.length > 0)
    throw new CrmError('MAPPING_REQUIRED', { details: { path: 'mapping', pipeline: name, stages, counts } })
  const moving = Object.keys(mapping)
  if (moving.length === 0) return
  const change = { type: 'stage', pipeline: into, stages: mapping } as const
  await tenancy.amend({ entity, where: inStages(moving), change })
}
