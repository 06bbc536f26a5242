import { checked } from '../problem.ts'
import type { Run } from '../run.ts'
import { draft } from './change.ts'
import { entityOfRun, loadOne } from './load-one.ts'
import { matching, parseMany } from './matching.ts'
import type { WriteVerb } from './verb.ts'
import { visibleOne } from './visible.ts'

/** `delete`: to the bin, with what the record owns. */
export const remove: WriteVerb = {
  parse: parseNothing,
  async load(run) {
    const before = await loadOne(run, run.id as string)
    run.changes = [
      draft({ action: 'delete', entity: entityOfRun(run), id: run.id as string, at: '', before, input: {} }),
    ]
  },
  result: () => undefined,
}

/** `deleteMany`: one chunk of the records that match. */
export const removeMany: WriteVerb = {
  many: true,
  parse(run) {
    run.input = parseMany(run, ['where'])
  },
  async load(run) {
    const { where } = run.input as { readonly where: unknown }
    const entity = entityOfRun(run)
    const rows = await matching(run, where, [])
    run.changes = rows.map((before) =>
      draft({ action: 'delete', entity, id: before.id as string, at: '', before, input: {} }),
    )
  },
  result: (run) => ({ count: run.changes.length }),
}

/** `restore`: out of the bin, with what went there together with the record. */
export const restore: WriteVerb = {
  parse: parseNothing,
  async load(run) {
    const before = await loadOne(run, run.id as string, { bin: 'only' })
    run.changes = [
      draft({ action: 'restore', entity: entityOfRun(run), id: run.id as string, at: '', before, input: {} }),
    ]
  },
  result: (run) => {
    const [change] = run.changes
    return change === undefined ? null : visibleOne(run, change.entity, change.after)
  },
}

function parseNothing(run: Run): void {
  checked(run.operation.contract.input, run.raw ?? {})
  run.input = {}
}
