import type { Folding } from '../operation/rollup/notes.ts'

/** Brings the cells of rollups up to date, so that who reads them need not: one tenant after another. */
export class UpToDate {
  readonly #engine: Folding
  /** The last tenant that had his turn. */
  #after: string | undefined

  constructor(engine: Folding) {
    this.#engine = engine
  }

  /** One transaction of it. False: all have had their turn. */
  async step(): Promise<boolean> {
    // Whoever has no rollups does not load it.
    const [{ nextBehind }, { fold }] = [
      await import('../operation/rollup/notes.ts'),
      await import('../operation/rollup/fold.ts'),
    ]
    const tenant = await nextBehind(this.#engine, this.#after)
    if (tenant === undefined) {
      this.#after = undefined
      return false
    }
    if (!(await fold(this.#engine, tenant)).more) this.#after = tenant
    return true
  }
}

/** The same for all tenants. What is noted for no rollup that there is goes with it. */
export async function bringUpToDate(engine: Folding): Promise<void> {
  const all = new UpToDate(engine)
  while (await all.step());
}
