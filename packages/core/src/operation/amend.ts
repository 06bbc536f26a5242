import type { Amendment } from './amendment.ts'
import { elevated } from './caller.ts'
import type { Acting, Engine } from './engine.ts'
import { execute } from './runner.ts'

/** Changes all records that match, a chunk at a time, as part of the run that asks; answers how many. */
export async function amend(engine: Engine, { caller, unit, cause }: Acting, amendment: Amendment): Promise<number> {
  const { plural } = amendment.entity
  const key = amendment.change.type === 'set' ? 'updateMany' : 'move'
  const operation = { ...engine.registry.get(`${plural}.updateMany`), name: `${plural}.${key}`, key: 'amend' }
  let count = 0
  let after: string | null = null
  for (let part = 0; ; part++) {
    const run = await execute(engine, {
      operation,
      caller: elevated(caller),
      inside: caller,
      id: undefined,
      input: amendment,
      options: {},
      cause,
      unit,
      chunk: { part, after },
    })
    count += run.changes.length
    after = run.last
    if (after === null) return count
  }
}
