import { elevated } from './caller.ts'
import type { Assignment, Engine } from './engine.ts'
import { execute } from './runner.ts'

/** Sets generated fields of a record: a write like any other, without asking for the actor's permission. */
export async function assign(engine: Engine, assignment: Assignment): Promise<void> {
  const { caller, unit, cause, entity, id, values } = assignment
  const update = engine.registry.get(`${entity.plural}.update`)
  await execute(engine, {
    operation: { ...update, name: `${entity.plural}.set`, key: 'set' },
    caller: elevated(caller),
    inside: caller,
    id,
    input: values,
    options: {},
    cause,
    unit,
    chunk: { part: 0, after: null },
  })
}
