import * as z from 'zod'
import type { Row } from '../../schema/index.ts'
import { once } from '../../schema/index.ts'
import { checked } from '../problem.ts'
import { draft } from './change.ts'
import { parserOf } from './create.ts'
import { entityOfRun, loadOne } from './load-one.ts'
import { moveStage } from './stage.ts'
import { moveNote } from './stage-contracts.ts'
import type { WriteVerb } from './verb.ts'
import { visibleOne } from './visible.ts'

const moveInput = once(() =>
  z.strictObject({ to: z.string(), note: moveNote().optional(), set: z.unknown().optional() }),
)

/** `move`: a record to another stage of its pipeline, with the fields that the stage asks for. */
export const move: WriteVerb = {
  parse(run) {
    const { set, note, ...input } = checked(moveInput(), run.raw)
    // Why it was moved stands in the story of the record.
    if (note !== undefined) run.options = { reason: note, ...run.options }
    run.input = set === undefined ? input : { ...input, set: parserOf(run).patch(set, 'set') }
  },
  async load(run) {
    const { to, set = {} } = run.input as { readonly to: string; readonly set?: Row }
    const before = await loadOne(run, run.id as string, { writing: set })
    run.changes = [
      draft({ action: 'move', entity: entityOfRun(run), id: run.id as string, at: '', before, input: set, to }),
    ]
  },
  apply(run, change) {
    moveStage(run, change, change.to ?? '')
  },
  result: (run) => {
    const [change] = run.changes
    return change === undefined ? null : visibleOne(run, change.entity, change.after)
  },
}
