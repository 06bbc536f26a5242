import { CrmError } from '../../error/index.ts'
import { everywhere } from '../../job/index.ts'
import { among, type Condition, matchesCondition, selectOf } from '../../query/index.ts'
import {
  addTo,
  type Cell,
  cellId,
  cellIn,
  changesOf,
  type Figures,
  isNothing,
  nothingOf,
  type RollupIR,
  type Rollups,
  writtenFor,
} from '../../rollup/index.ts'
import { fieldOf, type Row } from '../../schema/index.ts'
import type { Session } from '../../storage/index.ts'
import { selectAll } from '../find.ts'
import { added } from './add.ts'
import { type Folding, lockOf, notesFor } from './notes.ts'
import { groupsOf, type Part, partsOf, periodsOf } from './parts.ts'

/**
 * A group whose figures are not those of its records.
 *
 * @example
 * const spell = ({ keys, kept, counted }: WrongCell) => `${JSON.stringify(keys)}: ${kept.rows} kept, ${counted.rows} counted`
 */
export interface WrongCell {
  readonly tenant: string
  readonly keys: Row
  /** `rows` is the number of records; of a list it is told how many records there are in each period. */
  readonly kept: CellFigures
  readonly counted: CellFigures
}

/**
 * The figures of a cell by their names.
 *
 * @example
 * const figures: CellFigures = { rows: 3, months: { '2026-01-01': 2, '2026-02-01': 1 } }
 */
export type CellFigures = Readonly<Record<string, number | Readonly<Record<string, number>>>>

/** What was found of some groups of a rollup. */
export interface Settled {
  /** How many there are. */
  readonly groups: number
  readonly wrong: readonly WrongCell[]
}

/** Compares a tenant's cells with the records, part by part. With `mend` the cells are set to what was counted. */
export async function* settle(
  engine: Folding,
  rollup: RollupIR,
  tenant: string,
  mend: boolean,
): AsyncGenerator<Settled> {
  for await (const part of partsOf(engine.storage.session, rollup, tenant)) {
    let found = await compared(engine, rollup, tenant, part)
    // Somebody else has set cells right meanwhile.
    while (mend && found.wrong.length > 0 && !(await mended(engine, rollup, tenant, found)))
      found = await compared(engine, rollup, tenant, part)
    yield { groups: found.groups, wrong: found.wrong.map(({ told }) => told) }
  }
}

interface Compared {
  readonly groups: number
  readonly wrong: readonly { readonly missing: Cell; readonly told: WrongCell }[]
  /** How often cells had been set right by then. */
  readonly mends: number
}

/**
 * What a cell says and what is noted for it must be what its records come to. At any one moment that is so, for what is noted
 * goes into the cell at once; and what is missing then is missing whatever is written later.
 */
async function compared(
  { storage, rollups }: Folding,
  rollup: RollupIR,
  tenant: string,
  part: Part,
): Promise<Compared> {
  const moment = await storage.begin({ snapshot: true })
  try {
    const mends = await mendsOf(moment, rollups, rollup)
    const noted = changesOf(rollup, writtenFor(rollup, await notesFor(moment, rollups, tenant, rollup)))
    const kept = await cellsOf(moment, rollup, tenant, part)
    const counted = await count(moment, rollup, tenant, part)
    const within: Condition = { node: 'and', all: part.cells }
    const ids = new Set([...counted.keys(), ...kept.keys()])
    for (const { id, keys } of noted.values()) if (matchesCondition(within, keys) === true) ids.add(id)
    const wrong = [...ids].flatMap((id) => {
      const [cell, records, coming] = [kept.get(id), counted.get(id), noted.get(id)]
      const keys = (records ?? cell ?? coming)?.keys ?? {}
      const [has, missing] = [nothingOf(rollup), nothingOf(rollup)]
      addTo(has, cell?.figures)
      addTo(has, coming?.figures)
      addTo(missing, records?.figures)
      addTo(missing, has, -1n)
      if (isNothing(missing)) return []
      const told = { tenant, keys, kept: figuresOf(rollup, has), counted: figuresOf(rollup, records?.figures) }
      return [{ missing: { id, keys, figures: missing }, told }]
    })
    return { groups: counted.size, wrong, mends }
  } finally {
    await moment.rollback()
  }
}

/** Adds what was missing, as it is with every write. False: somebody else may have, since it was compared. */
async function mended(
  { storage, rollups }: Folding,
  rollup: RollupIR,
  tenant: string,
  { wrong, mends }: Compared,
): Promise<boolean> {
  const rows = [{ match: { id: rollup.name, mends }, set: { mends: mends + 1 } }]
  const missing = wrong.map((one) => one.missing)
  const tx = await storage.begin()
  try {
    // Lists are read, and written as they are then.
    if (rollup.lists.length > 0) await tx.lock(lockOf(tenant))
    const [claim] = await tx.write([{ type: 'update', entity: rollups.states, tenant: everywhere, rows }])
    const isFirst = claim?.counts[0] === 1
    if (isFirst) await tx.commit(await added(tx, rollup, tenant, missing))
    else await tx.rollback()
    return isFirst
  } catch (error) {
    await tx.rollback()
    throw error
  }
}

async function mendsOf(session: Session, { states }: Rollups, { name }: RollupIR): Promise<number> {
  const where = among(fieldOf(states, 'id'), [name])
  const [state] = await session.select(selectOf(states, everywhere, { where, limit: 1 }))
  return Number(state?.row.mends ?? 0)
}

/** The groups of the records, counted now. */
async function count(
  session: Session,
  rollup: RollupIR,
  tenant: string,
  part: Part,
): Promise<ReadonlyMap<string, Cell>> {
  const rows = await session.aggregate(groupsOf(rollup, tenant, part))
  const cells = new Map(rows.map((row) => cellIn(rollup, row)).map((cell) => [cell.id, cell]))
  const records = rollup.sums[0]?.cell.name ?? ''
  for (const [i, list] of rollup.lists.entries())
    for (const row of await session.aggregate(periodsOf(rollup, tenant, part, list))) {
      const cell = cells.get(cellId(rollup.keys.map(({ name }) => row[name] ?? null)))
      const period = row[list.name]
      if (typeof period === 'string') cell?.figures.lists[i]?.set(period, BigInt(Number(row[records])))
    }
  return cells
}

async function cellsOf(
  session: Session,
  rollup: RollupIR,
  tenant: string,
  { cells }: Part,
): Promise<ReadonlyMap<string, Cell>> {
  const rows = await selectAll(session, selectOf(rollup.cells, tenant, { where: { node: 'and', all: cells } }))
  return new Map(rows.map((row) => [String(row.id), cellIn(rollup, row)]))
}

function figuresOf({ sums, lists }: RollupIR, figures: Figures | undefined): CellFigures {
  const counted = sums.map(({ cell }, i) => [cell.name, Number(figures?.sums[i] ?? 0n)] as const)
  const listed = lists.map(({ cell }, i) => {
    const periods = [...(figures?.lists[i] ?? [])].map(([day, records]) => [day, Number(records)] as const)
    return [cell.name, Object.fromEntries(periods)] as const
  })
  return Object.fromEntries([...counted, ...listed])
}

/** A rollup of a name. */
export function named(all: readonly RollupIR[], name: string): RollupIR {
  const found = all.find((rollup) => rollup.name === name)
  if (found !== undefined) return found
  const known = all.length === 0 ? 'There are none.' : `There are ${all.map((rollup) => rollup.name).join(', ')}.`
  throw new CrmError('INVALID', { details: { path: 'rollups', problem: `${name} is no rollup` }, hint: known })
}
