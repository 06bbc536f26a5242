import type { Row } from '@guanxi/core'
import type { AggregateQuery, Selected, SelectQuery } from '@guanxi/core/storage'
import { lowerAggregate } from '../lower/aggregate.ts'
import { Lowering, type Storage } from '../lower/lowering.ts'
import { lowerSelect } from '../lower/select.ts'
import { distinctAggregate, distinctSelect } from './distinct.ts'
import { Lru } from './lru.ts'
import type { Plan } from './plan.ts'
import type { Shape } from './shape.ts'
import { shapeAggregate, shapeSelect } from './shape-query.ts'

/** A plan and the values for it. */
export interface Planned<T> {
  readonly plan: Plan<T>
  readonly values: readonly unknown[]
}

/** A figure of no rows is a row, too: it does not tell whether a row was looked at. */
function withoutExpectation({ expect: _, ...query }: AggregateQuery): AggregateQuery {
  return query
}

/** The plans of a storage: a query of a shape that came before costs no lowering. */
export class Plans {
  readonly #storage: Storage
  readonly #selects = new Lru<Plan<Selected>>(500)
  readonly #aggregates = new Lru<Plan<Row>>(200)

  constructor(storage: Storage) {
    this.#storage = storage
  }

  /** How many plans are kept. */
  get size(): number {
    return this.#selects.size + this.#aggregates.size
  }

  clear(): void {
    this.#selects.clear()
    this.#aggregates.clear()
  }

  select(query: SelectQuery): Planned<Selected> {
    const { key, values }: Shape = shapeSelect(query)
    let plan = this.#selects.get(key)
    if (plan === undefined) {
      const at = new Map<object, number>()
      const own = distinctSelect(query)
      shapeSelect(own, at)
      plan = lowerSelect(new Lowering(this.#storage, own.entity, own.access, at), own)
      this.#selects.set(key, plan)
    }
    return { plan, values }
  }

  aggregate(asked: AggregateQuery): Planned<Row> {
    const query = this.#storage.dialect.demand?.of === 'statement' ? asked : withoutExpectation(asked)
    const { key, values }: Shape = shapeAggregate(query)
    let plan = this.#aggregates.get(key)
    if (plan === undefined) {
      const at = new Map<object, number>()
      const own = distinctAggregate(query)
      shapeAggregate(own, at)
      plan = lowerAggregate(new Lowering(this.#storage, own.entity, own.access, at), own)
      this.#aggregates.set(key, plan)
    }
    return { plan, values }
  }
}
