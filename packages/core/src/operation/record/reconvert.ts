import { draft } from './change.ts'
import { entityOfRun } from './load-one.ts'
import { matching, parseMany } from './matching.ts'
import type { WriteVerb } from './verb.ts'

/** `reconvert`: amounts into the report currency again, of one chunk of the records that match. */
export const reconvert: WriteVerb = {
  many: true,
  reports: true,
  parse(run) {
    run.input = parseMany(run, ['where'])
  },
  async load(run) {
    const { where } = run.input as { readonly where: unknown }
    const entity = entityOfRun(run)
    const rows = await matching(run, where, [])
    run.changes = rows.map((before) =>
      draft({ action: 'update', entity, id: before.id as string, at: '', before, input: {} }),
    )
  },
  result: (run) => ({ count: run.changes.length }),
}
