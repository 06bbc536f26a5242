import { CrmError, isCrmError } from '../../error/index.ts'
import type { Guard, Pipeline } from '../../pipeline/index.ts'
import { checkWhere } from '../../query/index.ts'
import { type Row, valueIn } from '../../schema/index.ts'
import type { Session } from '../../storage/index.ts'
import { holding } from '../find.ts'
import { type Run, tenantOf } from '../run.ts'
import type { Change } from './change.ts'

/** The stage's required fields and the pipeline's guards, on the records as they have become. */
export async function checkGuards(run: Run, session: () => Promise<Session>): Promise<void> {
  for (const change of run.changes) {
    const { moved, after, entity } = change
    // What the engine does because a stage is gone is no move of anybody's.
    if (moved === undefined || change.action !== 'move' || run.operation.key === 'amend') continue
    const pipeline = run.caller.view.pipelines.get(entity.name)?.get(after.pipeline as string)
    if (pipeline === undefined) continue
    for (const [name, guard] of pipeline.guards) {
      if (guard.to !== undefined && !guard.to.includes(moved.to)) continue
      const asked = () => agrees(run, guard, change, moved, session)
      if (!(await sound(asked, name, String(after.pipeline)))) refuse(run, name, moved.to)
    }
  }
}

/** A guard that throws: a CrmError goes on as it is, anything else says which guard it was. */
async function sound(asked: () => Promise<boolean>, guard: string, pipeline: string): Promise<boolean> {
  try {
    return await asked()
  } catch (cause) {
    if (isCrmError(cause)) throw cause
    const problem = `guard ${guard} failed`
    throw new CrmError('PIPELINE_INVALID', { details: { pipeline, problem }, cause, hint: 'See the cause.' })
  }
}

async function agrees(
  run: Run,
  guard: Guard,
  change: Change,
  moved: { from: string | null; to: string },
  session: () => Promise<Session>,
) {
  const { after, entity } = change
  if (guard.where === undefined) {
    return (
      guard.allow?.({
        record: after,
        from: moved.from ?? moved.to,
        to: moved.to,
        actor: { user: run.caller.actor.user },
      }) === true
    )
  }
  const condition = checkWhere(guard.where, entity, run.caller.context(run.now))
  return (await holding(entity, tenantOf(run), [after], condition, session)).size === 1
}

function refuse(run: Run, guard: string, to: string): void {
  const error = new CrmError('GUARD_REFUSED', {
    details: { path: 'to', guard, to },
    hint: 'The record does not satisfy the guard of this stage.',
  })
  if (!run.options.dryRun) throw error
  run.missing.push({ code: error.code, path: 'to', problem: error.message })
}

/**
 * The fields that a stage asks for and the record lacks: refused, or listed in a dry run. A record that stays in its
 * stage may go on lacking what it lacked: the stage has asked for it since, or it was erased.
 */
export function checkRequired(run: Run, change: Change, pipeline: Pipeline, stage: string): void {
  for (const name of pipeline.stages.get(stage)?.require ?? []) {
    if (!lacks(change.after, name)) continue
    if (change.action === 'update' && change.before !== null && lacks(change.before, name)) continue
    const path = change.action === 'move' ? `set.${name}` : name
    const problem = `stage ${stage} requires ${name}`
    if (!run.options.dryRun) {
      throw new CrmError('INVALID', {
        details: { path, problem, reason: 'required', field: name },
        hint: `Give ${name} with the move: { to, set: { ${name} } }.`,
      })
    }
    run.missing.push({ code: 'INVALID', path, problem })
  }
}

function lacks(row: Row, name: string): boolean {
  const value = valueIn(row, name)
  return value === null || value === undefined || value === ''
}
