import { CrmError, invalid } from '../error/index.ts'
import { elevated } from './caller.ts'
import type { AnyContext } from './hook.ts'
import { plainJson } from './record/json.ts'
import { type Run, tenantOf, unitOf } from './run.ts'
import { onlyReads, ownTable } from './table.ts'
import { Line } from './turns.ts'

/** Runs a handler or hook of a plugin as part of this run: what it called ends with it. */
export function inContext<T>(run: Run, plugin: string, code: (context: AnyContext) => T | Promise<T>): Promise<T> {
  const line = new Line()
  const whole = () => line.through(() => code(contextOf(run, plugin, line)))
  return run.unit === undefined ? whole() : run.unit.tx.run(whole)
}

function contextOf(run: Run, plugin: string, line: Line): AnyContext {
  const caller = run.operation.contract.elevate ? elevated(run.caller) : run.caller
  const asking = run.operation.contract.kind === 'query'
  return {
    crm: run.engine.enter(
      caller,
      asking ? { type: 'reads', unit: run.unit, line } : { type: 'unit', unit: unitOf(run), line },
      { ...run.cause, calls: run.cause.calls + 1 },
    ),
    actor: { user: caller.actor.user, tenant: caller.actor.tenant },
    now: run.at,
    emit: (type, data, { entity, recordId }) => {
      if (asking) throw onlyReads(plugin)
      if (run.engine.facts.get(plugin)?.has(type) !== true) throw undeclared(plugin, type)
      const copy = plainJson(data)
      if ('problem' in copy) throw invalid(`${type}.data`, copy.problem)
      run.facts.push({
        id: run.engine.newId(),
        type,
        at: run.at,
        tenant: tenantOf(run),
        actor: caller.actor.user,
        entity,
        recordId,
        version: 0,
        data: copy.value,
        cause: run.cause.fact,
        depth: run.cause.depth,
      })
    },
    table: (name) => ownTable(run, plugin, name, line),
  }
}

const undeclared = (plugin: string, type: string): CrmError =>
  new CrmError('PLUGIN_INVALID', {
    details: { plugin, problem: `it has not declared the fact ${type}` },
    hint: `Name it: definePlugin({ facts: ['${type}'] }).`,
  })
