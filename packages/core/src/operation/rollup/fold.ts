import { isCrmError } from '../../error/index.ts'
import { everywhere } from '../../job/index.ts'
import { among, type Condition, selectOf } from '../../query/index.ts'
import { kept, type Noted, type Rollups, writtenFor } from '../../rollup/index.ts'
import { fieldOf } from '../../schema/index.ts'
import type { Session, StorageAdapter, Transaction } from '../../storage/index.ts'

/** What brings cells up to date. */
export interface Folding {
  readonly storage: StorageAdapter
  readonly rollups: Rollups
}

/** So many notes go into the cells at a time. */
export const most = 100

interface Page {
  readonly limit?: number
  readonly after?: string
}

/** What was noted of a tenant's records, or anybody's, and is not in the cells yet: a page of it. */
export async function notesOf(
  session: Session,
  { changes }: Rollups,
  tenant: string | undefined,
  { limit = most, after }: Page = {},
): Promise<readonly Noted[]> {
  const is = (name: string, op: 'eq' | 'gt', value: string): Condition => {
    return { node: 'compare', field: fieldOf(changes, name), op, value }
  }
  const all = [
    ...(tenant === undefined ? [] : [is('of', 'eq', tenant)]),
    ...(after === undefined ? [] : [is('id', 'gt', after)]),
  ]
  const orderBy = [{ path: { hops: [], field: fieldOf(changes, 'id') }, direction: 'asc' }] as const
  const query = selectOf(changes, everywhere, { where: { node: 'and', all }, orderBy, limit })
  return (await session.select(query)).map(({ row }) => row as unknown as Noted)
}

/** Nobody else changes the cells of a tenant until the transaction ends. */
export const lockCells = (tx: Transaction, tenant: string): Promise<void> => tx.lock(`${tenant}/rollups`)

/**
 * Brings the cells of a tenant up to date with all that was noted before. False: it can't be done here. Somebody is writing, where
 * only one may at a time, and nobody who reads should wait for that; a rollup is kept that this process does not know; or a
 * figure would be larger than numbers go. The records answer, then.
 */
export async function fold(engine: Folding, tenant: string, how: { readonly wait?: false } = {}): Promise<boolean> {
  let all = true
  for (let after: string | undefined; ; ) {
    const tx = await begun(engine, how)
    if (tx === undefined) return false
    try {
      await lockCells(tx, tenant)
      const page = await notesOf(tx, engine.rollups, tenant, after === undefined ? {} : { after })
      const notes = await known(tx, engine.rollups, page)
      all &&= notes.length === page.length
      await put(tx, engine.rollups, tenant, notes)
      if (page.length < most) return all
      after = page.at(-1)?.id
    } catch (error) {
      await tx.rollback()
      if (isCrmError(error, 'NUMBER_OUT_OF_RANGE')) return false
      throw error
    }
  }
}

/** Brings the cells of all tenants up to date. */
export async function foldAll(engine: Folding): Promise<void> {
  for (let page: readonly Noted[], after: string | undefined; ; after = page.at(-1)?.id) {
    page = await notesOf(engine.storage.session, engine.rollups, undefined, after === undefined ? {} : { after })
    for (const tenant of new Set(page.map(({ of }) => of))) await fold(engine, tenant)
    if (page.length < most) return
  }
}

async function begun({ storage }: Folding, how: { readonly wait?: false }): Promise<Transaction | undefined> {
  try {
    return await storage.begin(how)
  } catch (error) {
    if (how.wait === false && isCrmError(error, 'STORAGE_BUSY')) return undefined
    throw error
  }
}

/** Those that go into no cells but of rollups that are known here, or not built. */
async function known(tx: Transaction, { all, states }: Rollups, notes: readonly Noted[]): Promise<readonly Noted[]> {
  const own = new Set(all.map(({ name }) => name))
  const others = [...new Set(notes.flatMap(({ rollups }) => rollups))].filter((name) => !own.has(name))
  if (others.length === 0) return notes
  const built = await tx.select(selectOf(states, everywhere, { where: among(fieldOf(states, 'id'), others) }))
  const strange = new Set(built.map(({ row }) => row.id))
  return notes.filter(({ rollups }) => !rollups.some((name) => strange.has(name)))
}

/** Ends the transaction with what was noted in the cells, and nowhere else. */
async function put(tx: Transaction, { all, changes }: Rollups, tenant: string, notes: readonly Noted[]): Promise<void> {
  const cells = all.flatMap((rollup) => kept(rollup, tenant, writtenFor(rollup, notes)) ?? [])
  const rows = notes.map(({ id }) => ({ id, of: tenant }))
  if (rows.length === 0) await tx.rollback()
  else await tx.commit([...cells, { type: 'delete', entity: changes, tenant: everywhere, rows }])
}
