import { everywhere } from '../job/index.ts'
import { selectOf } from '../query/index.ts'
import { type EntityIR, fieldOf } from '../schema/index.ts'
import type { Session, Write } from '../storage/index.ts'
import type { Clock, Period } from '../time/index.ts'
import type { Written } from './cells.ts'
import type { RollupIR } from './installed.ts'
import { type Goings, goingsOf, noted } from './journal.ts'

/** So long a rollup that is not built is taken for it before one looks again, in milliseconds. */
const patience = 60_000
const none: readonly RollupIR[] = []

/** Where several could answer: those with fewer keys have fewer cells, and of those with as many the ones with longer periods. */
const bySize = (one: RollupIR, other: RollupIR): number =>
  one.keys.length - other.keys.length || lengthOf(other) - lengthOf(one)

const lengthOf = ({ keys }: RollupIR): number =>
  keys.reduce((sum, { period }) => sum + (period === undefined ? 0 : lengths.indexOf(period)), 0)
const lengths: readonly Period[] = ['hour', 'day', 'week', 'month', 'quarter', 'year']

/** The rollups of an instance: which are kept with an entity, and which of them hold everything. */
export class Rollups {
  readonly all: readonly RollupIR[]
  /** Where it stands which are built, under the tenant of everybody. */
  readonly states: EntityIR
  /** What has changed and is in no cell yet, under the same tenant. */
  readonly changes: EntityIR
  readonly #goings = new Map<string, Goings>()
  readonly #clock: Clock
  readonly #byEntity = new Map<string, RollupIR[]>()
  readonly #built = new Set<string>()
  readonly #missed = new Map<string, number>()

  constructor(all: readonly RollupIR[], { states, changes }: Pick<Rollups, 'states' | 'changes'>, clock: Clock) {
    this.all = all
    this.states = states
    this.changes = changes
    this.#clock = clock
    for (const rollup of all) {
      const siblings = this.#byEntity.get(rollup.entity.name) ?? []
      this.#byEntity.set(rollup.entity.name, [...siblings, rollup].toSorted(bySize))
    }
  }

  of(entity: string): readonly RollupIR[] {
    return this.#byEntity.get(entity) ?? none
  }

  /** What is noted of records of an entity that were written. Undefined: nothing that any of the rollups goes by. */
  noted(entity: EntityIR, tenant: string, written: readonly Written[], newId: () => string): Write | undefined {
    const rollups = this.of(entity.name)
    if (rollups.length === 0) return undefined
    let goings = this.#goings.get(entity.name)
    if (goings === undefined) {
      goings = goingsOf(entity.name, rollups)
      this.#goings.set(entity.name, goings)
    }
    return noted(this.changes, goings, tenant, written, newId)
  }

  /** Whether its cells hold all records, as this definition has them. */
  async isBuilt(rollup: RollupIR, session: Session): Promise<boolean> {
    if (this.#built.has(rollup.name)) return true
    const now = this.#clock.now()
    if (now < (this.#missed.get(rollup.name) ?? Number.NEGATIVE_INFINITY) + patience) return false
    const is = (name: string, value: string) =>
      ({ node: 'compare', field: fieldOf(this.states, name), op: 'eq', value }) as const
    const where = { node: 'and', all: [is('id', rollup.name), is('digest', rollup.digest)] } as const
    const [row] = await session.select(selectOf(this.states, everywhere, { where, limit: 1 }))
    if (row === undefined) this.#missed.set(rollup.name, now)
    else this.markBuilt(rollup)
    return row !== undefined
  }

  /** From now on it answers. */
  markBuilt({ name }: RollupIR): void {
    this.#built.add(name)
  }
}
