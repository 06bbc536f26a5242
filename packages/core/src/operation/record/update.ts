import type { Row } from '../../schema/index.ts'
import { findAll } from '../find.ts'
import { type Run, tenantOf, unitOf } from '../run.ts'
import { draft } from './change.ts'
import { parserOf } from './create.ts'
import { checkRequired } from './guard.ts'
import { entityOfRun, loadOne } from './load-one.ts'
import { matching, parseMany } from './matching.ts'
import type { WriteVerb } from './verb.ts'
import { visibleOne } from './visible.ts'

/** `update`: some fields of one record. A change that changes nothing writes nothing. */
export const update: WriteVerb = {
  parse(run) {
    run.input = parserOf(run).patch(run.raw, '')
  },
  async load(run) {
    const before = await loadOne(run, run.id as string, { writing: run.input as Row })
    run.last = run.id as string
    run.changes = [
      draft({
        action: 'update',
        entity: entityOfRun(run),
        id: run.id as string,
        at: '',
        before,
        input: run.input as Row,
      }),
    ]
  },
  apply: keepRequired,
  async result(run) {
    const entity = entityOfRun(run)
    const [change] = run.changes
    const row =
      change?.after ?? (await findAll(unitOf(run).tx, entity, tenantOf(run), [run.id as string])).get(run.id as string)
    return row === undefined ? null : visibleOne(run, entity, row)
  },
}

/** `updateMany`: the same fields of all records that match; one chunk of them. */
export const updateMany: WriteVerb = {
  many: true,
  parse(run) {
    const { where, set } = parseMany(run, ['where', 'set'])
    run.input = { where, set: parserOf(run).patch(set, 'set') }
  },
  async load(run) {
    const { where, set } = run.input as { readonly where: unknown; readonly set: Row }
    const entity = entityOfRun(run)
    const rows = await matching(run, where, Object.keys(set))
    run.changes = rows.map((before) =>
      draft({ action: 'update', entity, id: before.id as string, at: 'set', before, input: set }),
    )
  },
  apply: keepRequired,
  result: (run) => ({ count: run.changes.length }),
}

/** What the stage of a record requires cannot be taken away in it. */
function keepRequired(run: Run, change: Run['changes'][number]): void {
  if (!change.entity.staged) return
  const pipeline = run.caller.view.pipelines.get(change.entity.name)?.get(change.after.pipeline as string)
  if (pipeline !== undefined) checkRequired(run, change, pipeline, change.after.stage as string)
}
