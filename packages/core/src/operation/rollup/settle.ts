import { CrmError } from '../../error/index.ts'
import { selectOf } from '../../query/index.ts'
import {
  type Cell,
  cellId,
  changesOf,
  type Noted,
  type RollupIR,
  type Rollups,
  writtenFor,
} from '../../rollup/index.ts'
import type { Row } from '../../schema/index.ts'
import type { Session, Transaction } from '../../storage/index.ts'
import { selectAll } from '../find.ts'
import { type Folding, fold, lockCells, most, notesOf } from './fold.ts'
import { groupsOf, type Part, partsOf } from './parts.ts'

/**
 * A group whose figures are not those of its records.
 *
 * @example
 * const spell = ({ keys, kept, counted }: WrongCell) => `${JSON.stringify(keys)}: ${kept.rows} kept, ${counted.rows} counted`
 */
export interface WrongCell {
  readonly tenant: string
  readonly keys: Row
  /** `rows` is the number of records. */
  readonly kept: Readonly<Record<string, number>>
  readonly counted: Readonly<Record<string, number>>
}

/** What was found of some groups of a rollup. */
export interface Settled {
  /** How many there are. */
  readonly groups: number
  readonly wrong: readonly WrongCell[]
}

const tries = 50

/** Compares a tenant's cells with the records, part by part. With `mend` the cells are set to what was counted. */
export async function* settle(
  engine: Folding,
  rollup: RollupIR,
  tenant: string,
  mend: boolean,
): AsyncGenerator<Settled> {
  await fold(engine, tenant)
  for await (const part of partsOf(engine.storage.session, rollup, tenant))
    yield settlePart(engine, rollup, tenant, mend, part)
}

/**
 * Compares cells with the records, while others write. What differs at first sight is looked at once more while nobody else
 * changes cells: what a cell says and what is noted for it must be what its records come to.
 */
async function settlePart(
  { storage, rollups }: Folding,
  rollup: RollupIR,
  tenant: string,
  mend: boolean,
  part: Part,
): Promise<Settled> {
  const counted = await count(storage.session, rollup, tenant, part)
  const kept = await cellsOf(storage.session, rollup, tenant, part)
  let doubtful = [...new Set([...counted.keys(), ...kept.keys()])].filter((id) => !same(counted.get(id), kept.get(id)))
  const wrong: WrongCell[] = []
  for (let n = 1; doubtful.length > 0; n++) {
    const tx = await storage.begin()
    try {
      await lockCells(tx, tenant)
      const found = await wrongOf(tx, rollups, rollup, tenant, new Set(doubtful), part)
      // What is missing is added, as it is with every write: a statement for many.
      const rows = found.wrong.map(({ missing }) => cellRow(rollup, missing))
      const onConflict = { add: rollup.sums.map(({ cell }) => cell.name) }
      if (mend && rows.length > 0) await tx.commit([{ type: 'insert', entity: rollup.cells, tenant, rows, onConflict }])
      else await tx.rollback()
      wrong.push(...found.wrong.map(({ told }) => told))
      doubtful = found.moving
    } catch (error) {
      await tx.rollback()
      throw error
    }
    if (n === tries && doubtful.length > 0)
      throw new CrmError('CONFLICT', { details: { entity: rollup.name }, hint: 'Try again when less is written.' })
  }
  return { groups: counted.size, wrong }
}

/** Which of the cells are wrong, and of which that cannot be told, for records of theirs were written just now. */
async function wrongOf(
  tx: Transaction,
  rollups: Rollups,
  rollup: RollupIR,
  tenant: string,
  ids: ReadonlySet<string>,
  part: Part,
): Promise<{ readonly wrong: readonly { missing: Cell; told: WrongCell }[]; readonly moving: string[] }> {
  const before = await notesIn(tx, rollups, tenant)
  const kept = await cellsOf(tx, rollup, tenant, part)
  const counted = await count(tx, rollup, tenant, part)
  const known = new Set(before.map(({ id }) => id))
  const since = (await notesIn(tx, rollups, tenant)).filter(({ id }) => !known.has(id))
  const noted = changesOf(rollup, writtenFor(rollup, before))
  const touched = changesOf(rollup, writtenFor(rollup, since))
  const wrong = [...ids].flatMap((id) => {
    const [cell, records, coming] = [kept.get(id), counted.get(id), noted.get(id)]
    const keys = (records ?? cell ?? coming)?.keys
    if (keys === undefined || touched.has(id)) return []
    const figure = (of: Cell | undefined, i: number) => of?.figures[i] ?? 0
    const has = rollup.sums.map((_, i) => figure(cell, i) + figure(coming, i))
    const right = rollup.sums.map((_, i) => figure(records, i))
    if (right.every((value, i) => value === has[i])) return []
    const missing = { id, keys, figures: right.map((value, i) => value - (has[i] ?? 0)) }
    const told = { tenant, keys, kept: figuresOf(rollup, has), counted: figuresOf(rollup, right) }
    return [{ missing, told }]
  })
  return { wrong, moving: [...ids].filter((id) => touched.has(id)) }
}

/** All that was noted of a tenant's records and is not in the cells yet. */
async function notesIn(session: Session, rollups: Rollups, tenant: string): Promise<readonly Noted[]> {
  const all: Noted[] = []
  for (let after: string | undefined; ; after = all.at(-1)?.id) {
    const page = await notesOf(session, rollups, tenant, after === undefined ? {} : { after })
    all.push(...page)
    if (page.length < most) return all
  }
}

/** The groups of the records, counted now. */
async function count(
  session: Session,
  rollup: RollupIR,
  tenant: string,
  part: Part,
): Promise<ReadonlyMap<string, Cell>> {
  const rows = await session.aggregate(groupsOf(rollup, tenant, part))
  return new Map(rows.map((row) => cellIn(rollup, row)).map((cell) => [cell.id, cell]))
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

function cellIn({ keys, sums }: RollupIR, row: Row): Cell {
  const values = keys.map(({ name }) => [name, row[name] ?? null] as const)
  const figures = sums.map(({ cell }) => Number(row[cell.name] ?? 0))
  return { id: cellId(values.map(([, value]) => value)), keys: Object.fromEntries(values), figures }
}

const figuresOf = ({ sums }: RollupIR, figures: readonly number[]): Readonly<Record<string, number>> =>
  Object.fromEntries(sums.map(({ cell }, i) => [cell.name, figures[i] ?? 0]))

const cellRow = (rollup: RollupIR, { id, keys, figures }: Cell): Row => ({ id, ...keys, ...figuresOf(rollup, figures) })

/** A group without records and a cell of zeros say the same. */
const same = (one: Cell | undefined, other: Cell | undefined): boolean =>
  (one ?? other)?.figures.every((_, i) => (one?.figures[i] ?? 0) === (other?.figures[i] ?? 0)) ?? true

/** A rollup of a name. */
export function named(all: readonly RollupIR[], name: string): RollupIR {
  const found = all.find((rollup) => rollup.name === name)
  if (found !== undefined) return found
  const known = all.length === 0 ? 'There are none.' : `There are ${all.map((rollup) => rollup.name).join(', ')}.`
  throw new CrmError('INVALID', { details: { path: 'rollups', problem: `${name} is no rollup` }, hint: known })
}
