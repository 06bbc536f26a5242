import { CrmError, isCrmError } from '../../error/index.ts'
import { among, selectOf } from '../../query/index.ts'
import { type Cell, cellId, type RollupIR } from '../../rollup/index.ts'
import { fieldOf, type Row } from '../../schema/index.ts'
import type { Session, StorageAdapter, Transaction } from '../../storage/index.ts'
import { selectAll } from '../find.ts'
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

const tries = 5

/** Compares a tenant's cells with the records, part by part. With `mend` the cells are set to what was counted. */
export async function* settle(
  storage: StorageAdapter,
  rollup: RollupIR,
  tenant: string,
  mend: boolean,
): AsyncGenerator<Settled> {
  for await (const part of partsOf(storage.session, rollup, tenant))
    yield settlePart(storage, rollup, tenant, mend, part)
}

/**
 * Compares cells with the records, while others write. What differs at first sight is looked at once more under
 * the locks of those cells: who writes to one of them has either committed both, record and cell, or waits for us and is
 * counted in neither.
 */
async function settlePart(
  storage: StorageAdapter,
  rollup: RollupIR,
  tenant: string,
  mend: boolean,
  part: Part,
): Promise<Settled> {
  const counted = await count(storage.session, rollup, tenant, part)
  const kept = await cellsOf(storage.session, rollup, tenant, part)
  const doubtful = [...new Set([...counted.keys(), ...kept.keys()])]
    .filter((id) => !same(counted.get(id), kept.get(id)))
    .toSorted()
  if (doubtful.length === 0) return { groups: counted.size, wrong: [] }
  for (let n = 1; ; n++) {
    const tx = await storage.begin()
    try {
      const zeros = doubtful.map((id) =>
        cellRow(rollup, { ...(counted.get(id) ?? (kept.get(id) as Cell)), figures: [] }),
      )
      const { cells: entity } = rollup
      await tx.write([{ type: 'insert', entity, tenant, rows: zeros, onConflict: 'ignore' }])
      const wrong = await wrongOf(tx, rollup, tenant, doubtful, part)
      if (mend && wrong.length > 0) {
        // What is missing is added, as it is with every write: a statement for many.
        const rows = wrong.map(({ missing }) => cellRow(rollup, missing))
        const onConflict = { add: rollup.sums.map(({ cell }) => cell.name) }
        await tx.write([{ type: 'insert', entity, tenant, rows, onConflict }])
        await tx.commit()
      } else await tx.rollback()
      return { groups: counted.size, wrong: wrong.map(({ wrong: told }) => told) }
    } catch (error) {
      await tx.rollback()
      if (n === tries || !isCrmError(error, 'CONFLICT')) throw error
    }
  }
}

/** Which of the cells are wrong once nobody else can change them. */
async function wrongOf(tx: Transaction, rollup: RollupIR, tenant: string, ids: readonly string[], part: Part) {
  const kept = new Map<string, Cell>()
  for (let from = 0; from < ids.length; from += 500) {
    const where = among(fieldOf(rollup.cells, 'id'), ids.slice(from, from + 500))
    const found = await tx.select(selectOf(rollup.cells, tenant, { where, lock: 'update', limit: 500 }))
    for (const { row } of found) kept.set(String(row.id), cellIn(rollup, row))
  }
  const counted = await count(tx, rollup, tenant, part)
  const zero = (keys: Row, id: string): Cell => ({ id, keys, figures: rollup.sums.map(() => 0) })
  return [...kept.values()].flatMap((cell) => {
    const right = counted.get(cell.id) ?? zero(cell.keys, cell.id)
    if (same(right, cell)) return []
    const told = { kept: figuresOf(rollup, cell.figures), counted: figuresOf(rollup, right.figures) }
    const missing = { ...cell, figures: cell.figures.map((figure, i) => (right.figures[i] ?? 0) - figure) }
    return [{ missing, wrong: { tenant, keys: cell.keys, ...told } satisfies WrongCell }]
  })
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
