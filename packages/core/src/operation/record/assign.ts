import type { Row } from '../../schema/index.ts'
import { draft } from './change.ts'
import { parserOf } from './create.ts'
import { entityOfRun, loadOne } from './load-one.ts'
import type { WriteVerb } from './verb.ts'

/** What `context.table(entity).set` does: generated fields of one record, set by the code of their owner. */
export const assign: WriteVerb = {
  parse(run) {
    run.input = parserOf(run).generated(run.raw, '')
  },
  async load(run) {
    const id = run.id as string
    const before = await loadOne(run, id)
    const change = draft({ action: 'update', entity: entityOfRun(run), id, at: '', before, input: {} })
    change.generated = run.input as Row
    run.changes = [change]
  },
  result: () => undefined,
}
