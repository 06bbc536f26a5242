import { CrmError } from '../../error/index.ts'
import type { Pipeline, StageDefinition } from '../../pipeline/index.ts'
import type { Row } from '../../schema/index.ts'
import type { Run } from '../run.ts'
import type { Change } from './change.ts'
import { checkRequired } from './guard.ts'

/** A new record enters its pipeline: at the first stage, or at one that is named (imports). */
export function startStage(run: Run, change: Change): void {
  const { entity, input, at } = change
  if (!entity.staged) return
  const pipelines = run.caller.view.pipelines.get(entity.name)
  const name = (input.pipeline as string | undefined) ?? pipelines?.keys().next().value
  const pipeline = name === undefined ? undefined : pipelines?.get(name)
  if (name === undefined || pipeline === undefined) {
    throw new CrmError('INVALID', {
      details: { path: join(at, 'pipeline'), problem: `${entity.name} has no pipeline ${name}`, reason: 'choice' },
      hint: `Give one of ${[...(pipelines?.keys() ?? [])].join(', ')}.`,
    })
  }
  const stage = (input.stage as string | undefined) ?? pipeline.initial
  const type = stageOf(pipeline, name, stage, join(at, 'stage')).type
  change.moved = { from: null, to: stage }
  change.after = {
    ...change.after,
    pipeline: name,
    stage,
    stageSince: run.at,
    ...closing(run, change, type),
  }
  checkRequired(run, change, pipeline, stage)
}

/** A record goes to another stage of its own pipeline. */
export function moveStage(run: Run, change: Change, to: string): void {
  const { before, entity } = change
  const name = before?.pipeline as string
  const pipeline = run.caller.view.pipelines.get(entity.name)?.get(name)
  if (pipeline === undefined) {
    throw new CrmError('STAGE_UNKNOWN', {
      details: { path: 'to', pipeline: name, stage: to },
      hint: 'The pipeline of this record is not installed.',
    })
  }
  const { type } = stageOf(pipeline, name, to, 'to')
  const from = before?.stage as string
  const allowed = pipeline.transitions.get(from) ?? []
  if (!allowed.includes(to)) {
    throw new CrmError('TRANSITION_NOT_ALLOWED', {
      details: { path: 'to', from, to, allowed },
      hint: allowed.length === 0 ? `${from} is final.` : `Move to one of ${allowed.join(', ')}.`,
    })
  }
  change.moved = { from, to }
  change.after = { ...change.after, stage: to, stageSince: run.at, ...closing(run, change, type) }
  checkRequired(run, change, pipeline, to)
}

/** A record is put into a stage, wherever it was: its own is no more. */
export function placeInStage(run: Run, change: Change, name: string, to: string): void {
  const pipeline = run.caller.view.pipelines.get(change.entity.name)?.get(name)
  if (pipeline === undefined)
    throw new CrmError('STAGE_UNKNOWN', { details: { path: 'into', pipeline: name, stage: to } })
  const { type } = stageOf(pipeline, name, to, 'mapping')
  change.moved = { from: change.before?.stage as string, to }
  const placed = { pipeline: name, stage: to, stageSince: run.at, ...closing(run, change, type) }
  change.after = { ...change.after, ...placed }
  checkRequired(run, change, pipeline, to)
}

/** When a record was closed, and where it has a generated field `closedBy`, by whom: its owner if that was the system. */
function closing(
  { at, caller: { actor } }: Run,
  { entity, after }: Change,
  type: Required<StageDefinition>['type'],
): Row {
  const closed = type !== 'open'
  const by = actor.type === 'user' ? actor.user : (after.ownerId ?? null)
  const told = entity.fields.get('closedBy')?.mode === 'generated'
  return { closedAt: closed ? at : null, ...(told ? { closedBy: closed ? by : null } : {}) }
}

function stageOf(pipeline: Pipeline, name: string, stage: string, path: string) {
  const found = pipeline.stages.get(stage)
  if (found !== undefined) return found
  throw new CrmError('STAGE_UNKNOWN', {
    details: { path, pipeline: name, stage },
    hint: `Its stages are ${[...pipeline.stages.keys()].join(', ')}.`,
  })
}

const join = (at: string, name: string): string => (at === '' ? name : `${at}.${name}`)
