import { invalid } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import type { Grain } from '../period/grain.ts'
import { dayOf, earlier, type Window } from '../period/window.ts'
import { type Entity, type Field, isDay, reached, type Wanted, type Where } from './asked.ts'
import { type Calls, callsOn, type Group } from './calls-on.ts'
import type { Cell } from './cell.ts'
import { type Cells, placeOf } from './cells.ts'

/** Measures that one `aggregate` answers: of one entity, by one instant, with one condition. */
export interface Batch {
  readonly entity: Entity
  readonly calls: Calls
  readonly at: Field
  readonly wanted: readonly Wanted[]
  readonly where: Where
  /** What one currency leaves out. */
  readonly otherwise: Where | undefined
  readonly keys: readonly Field[]
}

export interface Asking {
  readonly where: Where
  readonly filters: Readonly<Record<string, Where>>
  readonly currency: string | undefined
  readonly keysOf: (entity: Entity) => readonly Field[]
}

/** What counts of an entity, whenever it was. Throws what is wrong with it. */
export function scopeOf(inside: Inside, { name }: Entity, { where, filters }: Asking): Where {
  inside.checkQuery(name, { where })
  const own = Object.hasOwn(filters, name) ? filters[name] : undefined
  if (own === undefined) return where
  inside.checkQuery(name, { where: own })
  return { and: [where, own] }
}

/** As many measures as an aggregate may have beside its keys. */
const mostMeasures = 5

/** The measures in as few questions as they take. */
export function batchesOf(inside: Inside, wanted: readonly Wanted[], asking: Asking): readonly Batch[] {
  const found: (Batch & { wanted: Wanted[]; readonly id: string })[] = []
  for (const one of wanted) {
    const { measure, entity, amount } = one
    if (measure === null) continue
    const calls = callsOn(inside.crm, entity.plural)
    if (calls === undefined) throw invalid('measures', `nobody may ask for ${entity.plural}`)
    const money = amount === undefined ? undefined : entity.currencies.get(amount)
    const { currency } = asking
    const held = money !== undefined && currency !== undefined ? { ...money, currency } : undefined
    const id = JSON.stringify([entity.name, measure.at, held !== undefined])
    const open = found.find((batch) => batch.id === id && batch.wanted.length < mostMeasures)
    if (open !== undefined) {
      open.wanted.push(one)
      continue
    }
    const scope = scopeOf(inside, entity, asking)
    const path = held && [...held.hops.map(({ name }) => name), held.field.name]
    const where = path === undefined ? scope : { and: [scope, reached({ path }, held?.currency)] }
    const otherwise = path && { and: [scope, reached({ path }, { ne: held?.currency })] }
    const keys = asking.keysOf(entity)
    found.push({ id, entity, calls, at: measure.at, wanted: [one], where, otherwise, keys })
  }
  return found
}

/** Records of a window that count: what is from `until` on is not known. */
export function during(
  inside: Inside,
  { entity, at }: Pick<Batch, 'entity' | 'at'>,
  window: Window,
  until: string,
): Where {
  const { from, to } = { from: window.from, to: earlier(window.to, until) }
  const range = isDay(inside, entity, at)
    ? { gte: firstDay(from, inside), lt: firstDay(to, inside) }
    : { gte: from, lt: to }
  return reached(at, range)
}

/** The first day that begins at an instant or later. */
function firstDay(instant: string, inside: Inside): string {
  const day = dayOf(instant, inside)
  const before = dayOf(new Date(Date.parse(instant) - 1).toISOString(), inside)
  return before === day ? inside.add(day, 'P1D') : day
}

/** The cells of a batch in a window: of all records together, of groups, of periods, of both. */
export async function read(
  inside: Inside,
  batch: Batch,
  { window, until, grouped, grain }: { window: Window; until: string; grouped: boolean; grain: Grain | undefined },
): Promise<Cells> {
  const keys = grouped ? batch.keys : []
  const { at, entity } = batch
  const zoned = isDay(inside, entity, at) ? {} : { timeZone: inside.zone }
  const source = (field: Field) => (typeof field === 'string' ? { field } : field)
  const rows = await batch.calls.aggregate({
    where: { and: [batch.where, during(inside, batch, window, until)] },
    groupBy: {
      ...Object.fromEntries(keys.map((key, i) => [`k${i}`, source(key)])),
      ...(grain === undefined ? {} : { period: { ...source(at), bucket: grain, ...zoned } }),
    },
    measures: { records: { fn: 'count' }, ...Object.assign({}, ...batch.wanted.map(partsOf)) },
  })
  return rows.map((row) => ({
    place: placeOf(
      keys.map((_, i) => row[`k${i}`] ?? null),
      grain === undefined ? null : String(row.period),
    ),
    cells: batch.wanted.map((one, i) => [one.name, cellOf(one, i, row)] as const),
  }))
}

/** The parts of a measure, so that they can be put together later. */
function partsOf({ measure, own }: Wanted, i: number): object {
  const { fn, field, path } = measure?.of ?? {}
  const source = field === undefined ? (path === undefined ? undefined : { path }) : { field }
  const where = own === undefined ? {} : { where: own }
  const records = own === undefined ? {} : { [`r${i}`]: { fn: 'count', ...where } }
  if (source === undefined) return records
  const n = { [`n${i}`]: { fn: 'count', ...source, ...where } }
  if (fn === 'count') return { ...records, ...n }
  return { ...records, ...n, [`v${i}`]: { fn: fn === 'avg' ? 'sum' : fn, ...source, ...where } }
}

function cellOf({ own, kind }: Wanted, i: number, row: Group): Cell {
  const records = Number(row[own === undefined ? 'records' : `r${i}`])
  const n = row[`n${i}`] === undefined ? records : Number(row[`n${i}`])
  return { records, n, of: kind.fn === 'count' ? n : (row[`v${i}`] ?? null) }
}
