import { always, type Condition, entityOf, everywhere, fieldOf, type Schema, type Session } from '@guanxi/core/storage'

/**
 * How far a copy is behind.
 *
 * @example
 * const told = ({ copying, waiting, since }: Lag) => (copying.length > 0 ? copying.join() : `${waiting} since ${since}`)
 */
export interface Lag {
  /** The entities whose first copy is not at its end: queries about them are answered by the main storage. */
  readonly copying: readonly string[]
  /** Changes that wait to be copied. */
  readonly waiting: number
  /** Since when the first of them waits; null: none does. */
  readonly since: string | null
  /** Changes that were given up: `me.deadLetters` shows them, and lets them be tried again. */
  readonly dead: number
}

/** What waits in the CRM's own queue for a plugin. */
export async function waitingFor(
  main: Session,
  schema: Schema,
  plugin: string,
): Promise<Pick<Lag, 'waiting' | 'since' | 'dead'>> {
  const jobs = entityOf(schema, 'backgroundJob')
  const own = (name: string) => ({ hops: [], field: fieldOf(jobs, name) })
  const where: Condition = { node: 'compare', field: fieldOf(jobs, 'owner'), op: 'eq', value: plugin }
  const states = await main.aggregate({
    entity: jobs,
    tenant: everywhere,
    access: null,
    where,
    bin: 'with',
    groupBy: [{ name: 'state', path: own('state'), bucket: undefined }],
    measures: [
      { name: 'count', fn: 'count', path: undefined },
      { name: 'since', fn: 'min', path: own('queuedAt') },
    ],
    having: null,
    orderBy: [],
    limit: 10,
  })
  const dead = states.filter(({ state }) => state === 'dead')
  const alive = states.filter(({ state }) => state !== 'dead')
  const count = (rows: typeof states) => rows.reduce((sum, row) => sum + Number(row.count), 0)
  const since = alive.map((row) => String(row.since)).toSorted()[0] ?? null
  return { waiting: count(alive), since, dead: count(dead) }
}

/**
 * Where a copy and its original differ: how many records there are, and the sum of their versions (rows of logs have none).
 *
 * @example
 * const missing = ({ main, copy }: Discrepancy) => main.records - copy.records
 */
export interface Discrepancy {
  readonly entity: string
  readonly tenant: string
  readonly main: { readonly records: number; readonly versions: number }
  readonly copy: { readonly records: number; readonly versions: number }
}

/** The figures that tell whether a tenant's records are the same. */
export async function figuresOf(
  session: Session,
  schema: Schema,
  name: string,
  tenant: string,
): Promise<Discrepancy['main']> {
  const entity = entityOf(schema, name)
  const versions = entity.fields.get('version')
  const [row] = await session.aggregate({
    entity,
    tenant,
    access: null,
    where: always,
    bin: 'with',
    groupBy: [],
    measures: [
      { name: 'records', fn: 'count', path: undefined },
      ...(versions === undefined
        ? []
        : [{ name: 'versions', fn: 'sum', path: { hops: [], field: versions } } as const]),
    ],
    having: null,
    orderBy: [],
    limit: 1,
  })
  return { records: Number(row?.records ?? 0), versions: Number(row?.versions ?? 0) }
}
