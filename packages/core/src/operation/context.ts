import { CrmError, invalid } from '../error/index.ts'
import { checkSelect } from '../query/index.ts'
import { entityOf, singularHint } from '../schema/index.ts'
import { localDate, shiftTime } from '../time/index.ts'
import { auditOfficeOf } from './audit/index.ts'
import { elevated } from './caller.ts'
import type { AnyContext } from './hook.ts'
import { cancelled, laterIn } from './later.ts'
import { may } from './may.ts'
import { officeOf } from './office.ts'
import { plainJson } from './record/json.ts'
import { type Run, reasonOf, signalOf, unitOf } from './run.ts'
import { onlyReads, ownTable } from './table.ts'
import { tenancyOf } from './tenancy-of.ts'
import { factAbout } from './told.ts'
import { Line } from './turns.ts'
import type { Place } from './unit.ts'

/** Runs a handler or hook of a plugin as part of this run: what it called ends with it. */
export function inContext<T>(
  run: Run,
  plugin: string,
  elevate: boolean,
  code: (context: AnyContext) => T | Promise<T>,
): Promise<T> {
  const line = new Line()
  const whole = () => line.through(() => code(contextOf(run, plugin, elevate, line)))
  return run.unit === undefined ? whole() : run.unit.tx.run(whole)
}

function contextOf(run: Run, plugin: string, elevate: boolean, line: Line): AnyContext {
  const { contract } = run.operation
  // Unless told, code of a plugin acts with the actor's own rights, whatever the engine itself may do.
  const caller = elevate ? elevated(run.inside) : run.inside
  const asking = contract.kind === 'query'
  const reason = reasonOf(run)
  const signal = signalOf(run)
  const cause = {
    ...run.cause,
    calls: run.cause.calls + 1,
    now: run.now,
    ...(reason === null ? {} : { reason }),
    ...(signal && { signal }),
  }
  const place: Place = asking ? { type: 'reads', unit: run.unit, line } : { type: 'unit', unit: unitOf(run), line }
  let crm: object | undefined
  return {
    // Most hooks call nothing, and ask for little: what they do not ask for is not made.
    get crm() {
      crm ??= run.engine.enter(caller, place, cause)
      return crm
    },
    get asActor() {
      return run.engine.enter(run.inside, place, cause)
    },
    actor: { type: caller.actor.type, user: caller.actor.user, tenant: caller.actor.tenant },
    now: run.at,
    zone: run.engine.zone,
    get today() {
      return localDate(run.now, run.engine.zone)
    },
    add: (from, duration) => shiftTime(from, duration, run.engine.zone),
    recentContact: run.engine.recentContact,
    phones: run.engine.phones,
    schema: run.caller.view.schema,
    pipelines: run.caller.view.pipelines,
    measures: run.engine.measures,
    get tenancy() {
      return tenancyOf({ run, plugin, line, cause })
    },
    may: (action, entity, id, fields) => line.turn(() => may(run, action, entity, id, fields)),
    checkQuery(entity, query) {
      checkSelect(query, entityOf(run.caller.view.schema, entity), run.caller.context(run.now))
    },
    emit: (type, data, { entity, recordId }) => {
      if (asking) throw onlyReads(plugin)
      if (run.engine.facts.get(plugin)?.has(type) !== true) throw undeclared(plugin, type)
      checkAbout(run, plugin, type, entity)
      const copy = plainJson(data)
      if ('problem' in copy) throw invalid(`${type}.data`, copy.problem)
      run.facts.push(factAbout(run, { type, entity, recordId, version: 0, data: copy.value }))
    },
    table: (name) => ownTable({ run, plugin, line, cause }, name),
    later: (options) => laterIn(run, plugin, options),
    cancel: (key) => line.turn(() => cancelled(run, plugin, key)),
    get deadLetters() {
      return officeOf(run, plugin, line)
    },
    get audit() {
      return auditOfficeOf(run, plugin, line)
    },
  }
}

/** A fact is about a record: of an entity that there is. */
function checkAbout(run: Run, plugin: string, type: string, entity: string): void {
  const { entities } = run.caller.view.schema
  if (entities.has(entity)) return
  throw new CrmError('PLUGIN_INVALID', {
    details: { plugin, problem: `the fact ${type} is about ${entity}, which is not defined` },
    ...singularHint(entities.values(), entity),
  })
}

const undeclared = (plugin: string, type: string): CrmError =>
  new CrmError('PLUGIN_INVALID', {
    details: { plugin, problem: `it has not declared the fact ${type}` },
    hint: `Name it: definePlugin({ facts: ['${type}'] }).`,
  })
