import type { Workshop } from './workshop.ts'

/** Brings the cells of rollups up to date, so that who reads them need not. */
export async function upToDate({ engine }: Workshop): Promise<void> {
  // Whoever has none does not load it.
  if (engine.rollups.all.length > 0) await (await import('../operation/rollup/fold.ts')).foldAll(engine)
}
