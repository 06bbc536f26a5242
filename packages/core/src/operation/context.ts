import { CrmError } from '../error/index.ts'
import { checkWhere } from '../query/index.ts'
import { type EntityIR, entityOf, fieldOf, type Row } from '../schema/index.ts'
import { elevated } from './caller.ts'
import { selectOf } from './find.ts'
import type { AnyContext, Table } from './hook.ts'
import { flush, type Run, tenantOf, unitOf } from './run.ts'
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
      run.facts.push({
        id: run.engine.newId(),
        type,
        at: run.at,
        tenant: tenantOf(run),
        actor: caller.actor.user,
        entity,
        recordId,
        version: 0,
        data,
        cause: run.cause.fact,
        depth: run.cause.depth,
      })
    },
    table: (name) => inLine(tableOf(run, plugin, name), line),
  }
}

const onlyReads = (plugin: string): CrmError =>
  new CrmError('PLUGIN_INVALID', { details: { plugin, problem: 'a query only reads' }, hint: 'Make it a command.' })

/** A table's calls wait for the façade's: what came between would go when one of them is undone. */
function inLine(table: Table, { turn }: Line): Table {
  return {
    insert: (rows) => turn(() => table.insert(rows)),
    delete: (matches) => turn(() => table.delete(matches)),
    all: (where) => turn(() => table.all(where)),
    lock: () => turn(() => table.lock()),
  }
}

function tableOf(run: Run, plugin: string, name: string): Table {
  const entity = run.engine.schema.entities.get(name)
  if (entity?.owner !== plugin) {
    throw new CrmError('PLUGIN_INVALID', {
      details: { plugin, problem: `${name} is not a table of its own` },
      hint: 'Call the operations of its owner.',
    })
  }
  const tenant = tenantOf(run)
  const tx = () => {
    if (run.operation.contract.kind === 'query') throw onlyReads(plugin)
    return unitOf(run).tx
  }
  const session = run.unit?.tx ?? run.engine.storage.session
  const writable = (of: EntityIR) => {
    if (of.keeping !== 'log')
      throw new CrmError('PLUGIN_INVALID', {
        details: { plugin, problem: `${name} is written through its operations` },
      })
  }
  return {
    async insert(rows) {
      writable(entity)
      await tx().write([
        { type: 'insert', entity, tenant, rows: rows.map((row) => ({ id: run.engine.newId(), ...row })) },
      ])
    },
    async delete(matches) {
      writable(entity)
      await tx().write([{ type: 'delete', entity, tenant, rows: matches }])
    },
    async all(where) {
      await flush(run)
      const condition = checkWhere(where, entity, run.caller.context(run.now))
      const rows: Row[] = []
      for (let after: readonly string[] | null = null; ; ) {
        const page = await session.select(
          selectOf(entityOf(run.engine.schema, name), tenant, { where: condition, after }),
        )
        rows.push(...page.map(({ row }) => row))
        if (page.length < 1000) return rows
        after = [rows.at(-1)?.[fieldOf(entity, 'id').name] as string]
      }
    },
    lock: async () => tx().lock(`${tenant}/${name}`),
  }
}
