import { CrmError } from '../error/index.ts'
import { checkSelect, checkWhere } from '../query/index.ts'
import { fieldOf, type Row, singularHint } from '../schema/index.ts'
import { countOf, findAll, holding, pagesOf, selectAll, selectOf } from './find.ts'
import type { AnyTable } from './hook.ts'
import { notOwn, splitGenerated } from './record/generated.ts'
import { flush, type Run, tenantOf, unitOf } from './run.ts'
import type { Line } from './turns.ts'
import type { Cause } from './unit.ts'

/** Where the code of a plugin runs: in this run, its calls in this line, for this cause. */
export interface Inside {
  readonly run: Run
  readonly plugin: string
  readonly line: Line
  readonly cause: Cause
}

/** A table of a plugin's own, for its handlers and hooks; its calls stand in the line of the façade's. */
export function ownTable(inside: Inside, name: string): AnyTable {
  return inLine(tableOf(inside, name), inside.line)
}

/** A query of a plugin has tried to write. */
export const onlyReads = (plugin: string): CrmError =>
  new CrmError('PLUGIN_INVALID', { details: { plugin, problem: 'a query only reads' }, hint: 'Make it a command.' })

/** A table's calls wait for the façade's: what came between would go when one of them is undone. */
function inLine(table: AnyTable, { turn }: Line): AnyTable {
  return {
    insert: (rows) => turn(() => table.insert(rows)),
    put: (rows, fields) => turn(() => table.put(rows, fields)),
    update: (match, values) => turn(() => table.update(match, values)),
    delete: (matches) => turn(() => table.delete(matches)),
    set: (id, values) => turn(() => table.set(id, values)),
    all: (where, bin) => turn(() => table.all(where, bin)),
    remembered: (bin) => turn(() => table.remembered(bin)),
    async *pages(where) {
      const pages = table.pages(where)[Symbol.asyncIterator]()
      for (;;) {
        const page = await turn(() => pages.next())
        if (page.done === true) return
        yield page.value
      }
    },
    list: (query) => turn(() => table.list(query)),
    count: (where) => turn(() => table.count(where)),
    each: (field, limit, where) => turn(() => table.each(field, limit, where)),
    matching: (rows, where) => turn(() => table.matching(rows, where)),
    hold: (ids, where) => turn(() => table.hold(ids, where)),
    lock: (key) => turn(() => table.lock(key)),
  }
}

function tableOf({ run, plugin, cause }: Inside, name: string): AnyTable {
  const { entities } = run.caller.view.schema
  const entity = entities.get(name)
  const own = entity?.owner === plugin
  if (entity === undefined || !(own || [...entity.fields.values()].some(({ owner }) => owner === plugin)))
    throw misused(plugin, `${name} is not a table of its own`, singularHint(entities.values(), name))
  const tenant = tenantOf(run)
  const tx = () => {
    if (run.operation.contract.kind === 'query') throw onlyReads(plugin)
    return unitOf(run).tx
  }
  const session = run.unit?.tx ?? run.engine.storage.session
  const named = (row: Row): Row => ({ id: run.engine.newId(), ...row })
  const owned = () => {
    if (!own) throw misused(plugin, `of ${name} it owns fields alone, and may only set those`)
  }
  const log = () => {
    owned()
    if (entity.keeping !== 'log') throw misused(plugin, `${name} is written through its operations`)
    return tx()
  }
  return {
    async insert(rows) {
      await log().write([{ type: 'insert', entity, tenant, rows: rows.map(named) }])
    },
    async put(rows, fields) {
      const clash = fields.length === 0 ? {} : { onConflict: { set: fields } }
      await log().write([{ type: 'insert', entity, tenant, rows: rows.map(named), ...clash }])
    },
    async update(match, values) {
      const [written] = await log().write([{ type: 'update', entity, tenant, rows: [{ match, set: values }] }])
      return written?.counts[0] ?? 0
    },
    async delete(matches) {
      await log().write([{ type: 'delete', entity, tenant, rows: matches }])
    },
    async set(id, values) {
      if (entity.keeping === 'log' || entity.ownedBy !== undefined)
        throw misused(plugin, `${name} has no records of its own: they are written as a log, or with their owner`)
      const [other] = Object.keys(splitGenerated(plugin, entity, values).given)
      if (other !== undefined) throw notOwn(plugin, entity, other)
      tx()
      await run.engine.assign({ caller: run.inside, unit: unitOf(run), cause, entity, id, values })
    },
    async all(where, bin = 'without') {
      owned()
      await flush(run)
      const condition = checkWhere(where, entity, run.caller.context(run.now))
      return selectAll(session, selectOf(entity, tenant, { where: condition, bin }))
    },
    async remembered(bin = 'without') {
      owned()
      if (!entity.remembered) throw misused(plugin, `${name} is not remembered`, { hint: 'Say so: remembered: true.' })
      const { engine, caller, unit } = run
      const read = () => selectAll(session, selectOf(entity, tenant, { bin: 'with' }))
      // Outside of a transaction nothing would tell that the view is out of date.
      const rows = await (unit === undefined
        ? read()
        : engine.memory.rows(unit.view ?? caller.view, `${tenant}/${name}`, read))
      return bin === 'with' ? rows : rows.filter(({ deletedAt }) => deletedAt === null)
    },
    async *pages(where) {
      owned()
      await flush(run)
      const condition = checkWhere(where, entity, run.caller.context(run.now))
      for await (const page of pagesOf(session, selectOf(entity, tenant, { where: condition })))
        if (page.length > 0) yield page
    },
    async list({ lock, ...query }) {
      owned()
      await flush(run)
      const { where, orderBy, limit } = checkSelect(query, entity, run.caller.context(run.now))
      const locked = lock === undefined ? {} : { lock: lock === 'skip' ? ('skipLocked' as const) : ('update' as const) }
      const rows = lock === undefined ? session : tx()
      return (await rows.select(selectOf(entity, tenant, { where, orderBy, limit, ...locked }))).map(({ row }) => row)
    },
    async count(where) {
      owned()
      await flush(run)
      return countOf(session, {
        entity,
        tenant,
        access: null,
        where: checkWhere(where, entity, run.caller.context(run.now)),
      })
    },
    async each(name, limit, where) {
      owned()
      await flush(run)
      const condition = checkWhere(where, entity, run.caller.context(run.now))
      const query = selectOf(entity, tenant, { where: condition, limit, perParent: fieldOf(entity, name) })
      return (await session.select(query)).map(({ row }) => row)
    },
    async matching(rows, where) {
      owned()
      const condition = checkWhere(where, entity, run.caller.context(run.now))
      const flushed = async () => {
        await flush(run)
        return session
      }
      return holding(entity, tenant, rows, condition, flushed)
    },
    async hold(ids, where = {}) {
      owned()
      await flush(run)
      const condition = checkWhere(where, entity, run.caller.context(run.now))
      return [...(await findAll(tx(), entity, tenant, ids, { where: condition, lock: 'update' })).values()]
    },
    lock: async (key) => {
      owned()
      await tx().lock(key === undefined ? `${tenant}/${name}` : `${tenant}/${name}/${key}`)
    },
  }
}

const misused = (
  plugin: string,
  problem: string,
  { hint = 'Call the operations of its owner.' }: { readonly hint?: string } = {},
): CrmError => new CrmError('PLUGIN_INVALID', { details: { plugin, problem }, hint })
