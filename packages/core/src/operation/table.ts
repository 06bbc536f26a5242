import { CrmError } from '../error/index.ts'
import { checkWhere } from '../query/index.ts'
import type { EntityIR } from '../schema/index.ts'
import { selectAll, selectOf } from './find.ts'
import type { Table } from './hook.ts'
import { flush, type Run, tenantOf, unitOf } from './run.ts'
import type { Line } from './turns.ts'

/** A table of a plugin's own, for its handlers and hooks; its calls stand in the line of the façade's. */
export function ownTable(run: Run, plugin: string, name: string, line: Line): Table {
  return inLine(tableOf(run, plugin, name), line)
}

/** A query of a plugin has tried to write. */
export const onlyReads = (plugin: string): CrmError =>
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
      return selectAll(session, selectOf(entity, tenant, { where: condition }))
    },
    lock: async () => tx().lock(`${tenant}/${name}`),
  }
}
