import { isCrmError } from '../../error/index.ts'
import { everywhere } from '../../job/index.ts'
import { among, type Condition, selectOf } from '../../query/index.ts'
import { changesOf, type Noted, type RollupIR, sharersOf, writtenFor } from '../../rollup/index.ts'
import { fieldOf } from '../../schema/index.ts'
import type { Transaction, Write } from '../../storage/index.ts'
import { selectAll } from '../find.ts'
import { added } from './add.ts'
import { type Folding, lockOf, most, notesOf } from './notes.ts'

/** What came of it. */
export interface Folded {
  /** The rollups whose cells hold all that was noted before. Of others the records answer. */
  readonly upToDate: readonly RollupIR[]
  /** There is more than is brought in at a time. */
  readonly more: boolean
}

/** So many records are told of in a transaction, and those of one more page of notes. */
const enough = 5_000

const nothing: Folded = { upToDate: [], more: false }

/**
 * Brings what was noted of a tenant's records into the cells, as much as goes into one transaction. Never throws: where it can't be
 * done here and now, the records answer. With `wait: false` nobody is waited for, where only one may write at a time.
 */
export async function fold(engine: Folding, tenant: string, how: { readonly wait?: false } = {}): Promise<Folded> {
  const { all } = engine.rollups
  try {
    return await into(all, engine, tenant, how)
  } catch (error) {
    if (!isRefused(error)) return told(engine, error)
  }
  // One of them does not take what is noted for it: the others need not wait for that.
  const each: Folded[] = []
  for (const rollup of all)
    each.push(await into([rollup], engine, tenant, how).catch((error: unknown) => told(engine, error, rollup)))
  return { upToDate: each.flatMap(({ upToDate }) => upToDate), more: each.some(({ more }) => more) }
}

/** A figure has become too large, or the database does not take a key. Trying again does not help. */
const isRefused = (error: unknown) => isCrmError(error, 'NUMBER_OUT_OF_RANGE') || isCrmError(error, 'STORAGE_FAILED')

/** What may well be: somebody else is at work, or nobody may write here. */
const isUsual = (error: unknown) => isCrmError(error) && /^(STORAGE_(BUSY|READ_ONLY)|CONFLICT|CLOSED)$/.test(error.code)

function told({ logger }: Folding, error: unknown, rollup?: RollupIR): Folded {
  if (!isUsual(error)) logger.error('rollups were not brought up to date', { error, rollup: rollup?.name })
  return nothing
}

async function into(
  asked: readonly RollupIR[],
  { storage, rollups }: Folding,
  tenant: string,
  how: { readonly wait?: false },
): Promise<Folded> {
  const tx = await storage.begin(how)
  try {
    const [isMine, states] = await Promise.all([tx.tryLock(lockOf(tenant)), statesIn(tx, rollups)])
    // Whoever has it does the same.
    if (!isMine) {
      await tx.rollback()
      return nothing
    }
    const own = asked.filter(({ name, digest }) => ['', digest].includes(states.get(name) ?? ''))
    const shares = among(fieldOf(rollups.changes, 'share'), ['', ...own.map(({ name }) => name)])
    // Not before the lock is had: what somebody else has brought in would be seen again.
    const { notes, more } = await some(tx, rollups, tenant, shares)
    if (notes.length === 0) await tx.rollback()
    else {
      const known = new Set([...states.keys(), ...rollups.all.map(({ name }) => name)])
      for (const { name } of own) known.delete(name)
      await tx.commit(await writesOf(tx, { notes, own, left: known }, rollups, tenant))
    }
    return { upToDate: more ? [] : own, more }
  } catch (error) {
    await tx.rollback()
    throw error
  }
}

/** Of which definition the cells of each rollup are; empty: of none yet. */
async function statesIn(tx: Transaction, { states }: Folding['rollups']): Promise<ReadonlyMap<string, string>> {
  const rows = await selectAll(tx, selectOf(states, everywhere, {}))
  return new Map(rows.map(({ id, digest }) => [String(id), String(digest)]))
}

/** The first notes, page by page, until they tell of enough. */
async function some(tx: Transaction, rollups: Folding['rollups'], tenant: string, where: Condition) {
  const notes: Noted[] = []
  for (let records = 0; ; ) {
    const page = await notesOf(tx, rollups, tenant, { where, after: notes.at(-1)?.id })
    notes.push(...page)
    records += page.reduce((sum, { changes }) => sum + changes.length, 0)
    if (page.length < most) return { notes, more: false }
    if (records >= enough) return { notes, more: true }
  }
}

interface Shared {
  readonly notes: readonly Noted[]
  /** The rollups into whose cells they go, and all others that there are: each is left its share. */
  readonly own: readonly RollupIR[]
  readonly left: ReadonlySet<string>
}

/** What was noted goes into the cells, and stays noted for nobody but those who keep other rollups. */
async function writesOf(
  tx: Transaction,
  { notes, own, left }: Shared,
  { changes }: Folding['rollups'],
  tenant: string,
): Promise<readonly Write[]> {
  const to = { entity: changes, tenant: everywhere } as const
  const cells = await Promise.all(
    own.map((rollup) => added(tx, rollup, tenant, changesOf(rollup, writtenFor(rollup, notes)).values())),
  )
  const shares = notes.flatMap((note) =>
    sharersOf(note)
      .filter((name) => left.has(name))
      .map((name) => ({ ...note, id: `${note.id}/${name}`, share: name })),
  )
  return [
    ...cells.flat(),
    { type: 'delete', ...to, rows: notes.map(({ id }) => ({ id, of: tenant })) },
    ...(shares.length === 0 ? [] : [{ type: 'insert', ...to, rows: shares } as const]),
  ]
}
