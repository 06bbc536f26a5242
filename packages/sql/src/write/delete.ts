import type { EntityIR, Literal, Write } from '@guanxi/core/storage'
import { compile, id, sql } from '../fragment.ts'
import { all } from '../lower/logic.ts'
import { Lowering, type Storage } from '../lower/lowering.ts'
import { matches } from '../lower/match.ts'
import { tableNode } from '../lower/node.ts'
import { Lru } from '../plan/lru.ts'
import { bind, type Plan } from '../plan/plan.ts'
import { Shape } from '../plan/shape.ts'
import { shapeMatch } from '../plan/shape-match.ts'
import type { PreparedWrite } from './prepared.ts'

type Text = Pick<Plan<unknown>, 'sql' | 'parameters'>

/** Deletes as statements. */
export class Deletes {
  readonly #storage: Storage
  readonly #plans = new Lru<Text>(500)

  constructor(storage: Storage) {
    this.#storage = storage
  }

  prepare({ entity, tenant, rows }: Extract<Write, { type: 'delete' }>): PreparedWrite {
    const statements = rows.map((match) => {
      const shape = new Shape()
      shape.key = entity.name
      shape.values.push(tenant)
      shapeMatch(shape, match)
      let plan = this.#plans.get(shape.key)
      if (plan === undefined) {
        plan = this.#lower(entity, match)
        this.#plans.set(shape.key, plan)
      }
      return bind(plan, shape.values)
    })
    return { statements, collect: (results) => ({ counts: results.map(({ count }) => count) }) }
  }

  #lower(entity: EntityIR, match: Readonly<Record<string, Literal | null>>): Text {
    const lowering = new Lowering(this.#storage, entity, null, new Map())
    const alias = lowering.alias()
    const node = tableNode(lowering.dialect, entity, alias)
    const conditions = [sql`${node.tenant} = ${lowering.tenant()}`, ...matches(lowering, node, match, 1)]
    const fragment = sql`delete from ${lowering.names.table(entity.plural)} as ${id(alias)} where ${all(conditions)}`
    return compile(lowering.dialect.compiler, fragment)
  }
}
