import { CrmError } from '../../error/index.ts'
import { everywhere } from '../../job/index.ts'
import { among, type Condition, matchesCondition, selectOf } from '../../query/index.ts'
import { adding, type Cell, cellId, changesOf, type RollupIR, type Rollups, writtenFor } from '../../rollup/index.ts'
import { fieldOf, type Row } from '../../schema/index.ts'
import type { Session } from '../../storage/index.ts'
import { selectAll } from '../find.ts'
import { type Folding, notesFor } from './notes.ts'
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
      const figure = (of: Cell | undefined, i: number) => of?.figures[i] ?? 0n
      const has = rollup.sums.map((_, i) => figure(cell, i) + figure(coming, i))
      const right = rollup.sums.map((_, i) => figure(records, i))
      if (right.every((value, i) => value === has[i])) return []
      const missing = { id, keys, figures: right.map((value, i) => value - (has[i] ?? 0n)) }
      const told = { tenant, keys, kept: figuresOf(rollup, has), counted: figuresOf(rollup, right) }
      return [{ missing, told }]
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
  const added = adding(
    rollup,
    tenant,
    wrong.map(({ missing }) => missing),
  )
  const tx = await storage.begin()
  try {
    const [claim] = await tx.write([{ type: 'update', entity: rollups.states, tenant: everywhere, rows }])
    const isFirst = claim?.counts[0] === 1
    if (isFirst) await tx.commit(added === undefined ? [] : [added])
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
  const figures = sums.map(({ cell }) => BigInt(Number(row[cell.name] ?? 0)))
  return { id: cellId(values.map(([, value]) => value)), keys: Object.fromEntries(values), figures }
}

const figuresOf = ({ sums }: RollupIR, figures: readonly bigint[]): Readonly<Record<string, number>> =>
  Object.fromEntries(sums.map(({ cell }, i) => [cell.name, Number(figures[i] ?? 0n)]))

/** A rollup of a name. */
export function named(all: readonly RollupIR[], name: string): RollupIR {
  const found = all.find((rollup) => rollup.name === name)
  if (found !== undefined) return found
  const known = all.length === 0 ? 'There are none.' : `There are ${all.map((rollup) => rollup.name).join(', ')}.`
  throw new CrmError('INVALID', { details: { path: 'rollups', problem: `${name} is no rollup` }, hint: known })
}
