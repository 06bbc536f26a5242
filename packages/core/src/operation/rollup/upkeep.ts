import { everywhere } from '../../job/index.ts'
import type { OwnedMigrations } from '../../migration/index.ts'
import type { RollupIR } from '../../rollup/index.ts'
import { formatInstant } from '../../time/index.ts'
import type { Engine } from '../engine.ts'
import { named, settle, type WrongCell } from './settle.ts'

/**
 * What was found of a rollup: how many groups there are, and whose figures were wrong.
 *
 * @example
 * const isSound = ({ built, differing }: RollupReport) => built && differing === 0
 */
export interface RollupReport {
  readonly rollup: string
  /** Whether it answers questions. */
  readonly built: boolean
  readonly groups: number
  /** Of how many groups the figures were wrong. */
  readonly differing: number
  /** The first thousand of them. */
  readonly wrong: readonly WrongCell[]
}

const told = 1000

/** Sets the cells of rollups to what the records say; from then on they answer. */
export async function rebuild(engine: Engine, names?: readonly string[]): Promise<readonly RollupReport[]> {
  return each(engine, names, async (rollup) => {
    await begin(engine, rollup)
    const found = await settled(engine, rollup, true)
    await build(engine, rollup)
    return { rollup: rollup.name, built: true, ...found }
  })
}

/** After migrations have run: where the table of the records is new itself, nothing is missing in a rollup. */
export async function buildNew(engine: Engine, all: readonly OwnedMigrations[], ran: readonly string[]): Promise<void> {
  const steps = all.flatMap(({ owner, migrations }) =>
    migrations.flatMap(({ id, steps }) => (ran.includes(`${owner}/${id}`) ? steps : [])),
  )
  const made = new Set(steps.flatMap(({ step, table }) => (step === 'createTable' ? [table] : [])))
  const fresh = engine.rollups.all.filter(({ entity }) => made.has(entity.plural)).map(({ name }) => name)
  if (fresh.length > 0) await rebuild(engine, fresh)
}

/** Compares the cells of rollups with the records. */
export async function verify(engine: Engine, names?: readonly string[]): Promise<readonly RollupReport[]> {
  return each(engine, names, async (rollup) => {
    const built = await engine.rollups.isBuilt(rollup, engine.storage.session)
    return { rollup: rollup.name, built, ...(await settled(engine, rollup, false)) }
  })
}

async function each(
  { rollups: { all } }: Engine,
  names: readonly string[] | undefined,
  look: (rollup: RollupIR) => Promise<RollupReport>,
): Promise<readonly RollupReport[]> {
  const reports: RollupReport[] = []
  for (const rollup of names === undefined ? all : names.map((name) => named(all, name)))
    reports.push(await look(rollup))
  return reports
}

async function settled(engine: Engine, rollup: RollupIR, mend: boolean) {
  const { storage, tenant: only } = engine
  let [groups, differing] = [0, 0]
  const wrong: WrongCell[] = []
  for (const tenant of only === undefined ? await storage.inspection.tenants() : [only]) {
    if (tenant === everywhere) continue
    for await (const found of settle(engine, rollup, tenant, mend)) {
      groups += found.groups
      differing += found.wrong.length
      wrong.push(...found.wrong.slice(0, told - wrong.length))
    }
  }
  return { groups, differing, wrong }
}

/** Says that there is such a rollup: who does not know it leaves what is noted for it. */
async function begin({ storage, rollups, clock }: Engine, { name: id }: RollupIR): Promise<void> {
  const rows = [{ id, digest: '', at: formatInstant(clock.now()), mends: 0 }]
  await storage.session.write([
    { type: 'insert', entity: rollups.states, tenant: everywhere, rows, onConflict: 'ignore' },
  ])
}

/** Says that it is built. */
async function build({ storage, rollups, clock }: Engine, rollup: RollupIR): Promise<void> {
  const { name: id, digest } = rollup
  const to = { entity: rollups.states, tenant: everywhere } as const
  const set = { digest, at: formatInstant(clock.now()) }
  await storage.session.write([{ type: 'update', ...to, rows: [{ match: { id }, set }] }])
  rollups.markBuilt(rollup)
}
