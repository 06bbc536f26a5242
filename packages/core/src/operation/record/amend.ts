import type { Condition } from '../../query/index.ts'
import { fieldOf, type Row } from '../../schema/index.ts'
import type { Amendment } from '../amendment.ts'
import { selectOf } from '../find.ts'
import { type Run, tenantOf, unitOf } from '../run.ts'
import { draft } from './change.ts'
import { entityOfRun } from './load-one.ts'
import { chunkSize } from './matching.ts'
import { placeInStage } from './stage.ts'
import type { WriteVerb } from './verb.ts'

/** What the engine does to all records that match: one chunk of them. */
export const amend: WriteVerb = {
  many: true,
  parse(run) {
    run.input = run.raw
  },
  async load(run) {
    const { change } = run.input as Amendment
    const entity = entityOfRun(run)
    const rows = await next(run)
    run.changes = rows.map((before) =>
      draft({
        action: change.type === 'set' ? 'update' : 'move',
        entity,
        id: before.id as string,
        at: '',
        before,
        input: change.type === 'set' ? change.values : {},
      }),
    )
  },
  apply(run, change) {
    const { change: what } = run.input as Amendment
    if (what.type === 'stage')
      placeInStage(run, change, what.pipeline, what.stages[change.before?.stage as string] ?? '')
  },
  result: (run) => ({ count: run.changes.length }),
}

async function next(run: Run): Promise<readonly Row[]> {
  const { where } = run.input as Amendment
  const entity = entityOfRun(run)
  const { after } = run.chunk
  const further: Condition[] =
    after === null ? [] : [{ node: 'compare', field: fieldOf(entity, 'id'), op: 'gt', value: after }]
  const query = selectOf(entity, tenantOf(run), {
    where: { node: 'and', all: [where, ...further] },
    bin: 'with',
    limit: chunkSize,
    lock: 'update',
  })
  const rows = (await unitOf(run).tx.select(query)).map(({ row }) => row)
  run.last = rows.length < chunkSize ? null : ((rows.at(-1)?.id as string | undefined) ?? null)
  return rows
}
