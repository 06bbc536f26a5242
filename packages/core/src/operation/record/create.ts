import { invalid } from '../../error/index.ts'
import type { Row } from '../../schema/index.ts'
import type { Run } from '../run.ts'
import { draft } from './change.ts'
import { entityOfRun } from './load-one.ts'
import type { RecordParser } from './parser.ts'
import { startStage } from './stage.ts'
import type { WriteVerb } from './verb.ts'
import { visibleOne } from './visible.ts'

/** `create`: a batch of one. */
export const create: WriteVerb = {
  parse(run) {
    run.input = [parserOf(run).create(run.raw, '')]
  },
  load: (run) => draftAll(run, () => ''),
  apply: startStage,
  result: (run) => {
    const [change] = run.changes
    return change === undefined ? null : visibleOne(run, change.entity, change.after)
  },
}

/** `createMany`: the rows of one chunk. */
export const createMany: WriteVerb = {
  many: true,
  parse(run) {
    if (!Array.isArray(run.raw)) throw invalid('', 'expected a list of records')
    const parser = parserOf(run)
    run.input = Array.from(run.raw, (row, index) => parser.create(row, `[${index}]`))
  },
  load: (run) => draftAll(run, (index) => `[${index}]`),
  apply: startStage,
  result: (run) => ({ count: run.changes.length, ids: run.changes.map(({ id }) => id) }),
}

function draftAll(run: Run, at: (index: number) => string): void {
  const entity = entityOfRun(run)
  run.changes = (run.input as readonly Row[]).map((input, index) =>
    draft({ action: 'create', entity, id: run.engine.newId(), at: at(index), before: null, input }),
  )
}

/** The checks of the run's entity. */
export function parserOf(run: Run): RecordParser {
  const parser = run.caller.view.parsers.get(entityOfRun(run).name)
  if (parser === undefined) throw new TypeError(`no parser for ${run.operation.name}`)
  return parser
}
